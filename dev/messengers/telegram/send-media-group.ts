import type { Message } from '@grammyjs/types'
import { ApiError, badRequest } from './api-error.ts'
import type { BotState } from './bot-state.ts'
import { type CallParameters, isRecord } from './call-parameters.ts'
import { readFormattedFields } from './entities.ts'
import { readMedia } from './input-media.ts'
import { contentOf, type MediaKind } from './message-content.ts'
import { deliver, openTarget, type Part } from './outgoing.ts'
import { captionFields, readCaption } from './send-methods.ts'

const albumKinds: Record<string, MediaKind> = {
  photo: 'photo',
  video: 'video',
  document: 'document',
  audio: 'audio',
}

/** 2–10 parts, all or nothing; documents and audio only among themselves; no keyboard. */
export const sendMediaGroup = (bot: BotState, parameters: CallParameters): Message[] => {
  if (parameters.text('reply_markup') !== '') throw badRequest("reply markup can't be attached to an album")
  const value = parameters.json('media', 'media')
  if (value === undefined) throw badRequest('there are no messages to send')
  if (!Array.isArray(value)) throw badRequest("can't parse media JSON object: expected an Array")
  if (value.length === 0) throw badRequest('there are no messages to send')
  if (value.length === 1) throw badRequest('too few messages to send as an album')
  if (value.length > 10) throw badRequest('too many messages to send as an album')
  const entries = value.map((entry: unknown) => readEntry(entry))
  checkMixing(entries.map((entry) => entry.kind))
  const target = openTarget(bot, parameters, { keyboard: false })
  const parts = entries.map((entry, index) => readPart(bot, parameters, entry, index))
  return deliver(bot, target, 'sendMediaGroup', parts, bot.nextMediaGroupId())
}

type Entry = { kind: MediaKind; fields: Record<string, unknown> }

const readEntry = (value: unknown): Entry => {
  if (!isRecord(value)) throw badRequest("can't parse InputMedia: expected an Object")
  const kind = albumKinds[String(value.type)]
  if (!kind) throw badRequest(`type "${String(value.type)}" can't be used in sendMediaGroup`)
  if (typeof value.media !== 'string') throw badRequest("can't parse InputMedia: media not found")
  return { kind, fields: value }
}

const checkMixing = (kinds: MediaKind[]): void => {
  const exclusive = kinds.find((kind) => kind === 'document' || kind === 'audio')
  if (exclusive && kinds.some((kind) => kind !== exclusive)) {
    throw badRequest(`${exclusive} can't be mixed with other media types`)
  }
}

const readPart = (bot: BotState, parameters: CallParameters, entry: Entry, index: number): Part => {
  try {
    const caption = readCaption(readFormattedFields(entry.fields))
    const frame = {
      width: number(entry, 'width'),
      height: number(entry, 'height'),
      duration: number(entry, 'duration'),
    }
    const file = readMedia(
      bot,
      parameters,
      { field: '', value: String(entry.fields.media) },
      entry.kind,
      frame,
    )
    return {
      fields: { ...contentOf(bot.files, entry.kind, file), ...captionFields(caption) },
      text: null,
      caption: caption.text === '' ? null : caption.text,
      entities: caption.entities,
      files: [file],
    }
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 400) throw error
    const reason = error.description.replace('Bad Request: ', '')
    throw badRequest(`failed to send message #${index + 1} with the error message "${reason}"`)
  }
}

const number = (entry: Entry, name: string): number | undefined => {
  const value = entry.fields[name]
  return typeof value === 'number' ? value : undefined
}
