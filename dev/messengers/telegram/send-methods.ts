import type { Message } from '@grammyjs/types'
import { badRequest } from './api-error.ts'
import type { BotState } from './bot-state.ts'
import type { CallParameters } from './call-parameters.ts'
import { findEntities, type FormattedText, lengthOf, readFormattedText } from './entities.ts'
import { readMedia } from './input-media.ts'
import { contentOf, type MediaKind } from './message-content.ts'
import { deliver, findOpenChat, openTarget, type Part } from './outgoing.ts'

const maxTextChars = 4096
const maxCaptionChars = 1024

/** Text of sendMessage and editMessageText, with all their refusals. */
export const readMessageText = (parameters: CallParameters): FormattedText => {
  if (parameters.text('text') === '') throw badRequest('message text is empty')
  const formatted = readFormattedText(parameters, 'text', 'entities')
  if (formatted.text === '') throw badRequest('text must be non-empty')
  if (lengthOf(formatted.text) > maxTextChars) throw badRequest('message is too long')
  return formatted
}

export const readCaption = (formatted: FormattedText): FormattedText => {
  if (lengthOf(formatted.text) > maxCaptionChars) throw badRequest('message caption is too long')
  return formatted
}

export const textFields = ({ text, entities }: FormattedText): Partial<Message> => {
  const found = findEntities(text, entities)
  return { text, ...(found.length > 0 ? { entities: found } : {}) }
}

export const captionFields = ({ text, entities }: FormattedText): Partial<Message> => {
  if (text === '') return {}
  const found = findEntities(text, entities)
  return { caption: text, ...(found.length > 0 ? { caption_entities: found } : {}) }
}

export const sendMessage = (bot: BotState, parameters: CallParameters): Message | undefined => {
  const formatted = readMessageText(parameters)
  const target = openTarget(bot, parameters, { keyboard: true })
  const part: Part = {
    fields: textFields(formatted),
    text: formatted.text,
    caption: null,
    entities: formatted.entities,
    files: [],
  }
  return deliver(bot, target, 'sendMessage', [part])[0]
}

/** sendPhoto, sendDocument and the other methods that send one file. */
export const sendFile =
  (method: string, kind: MediaKind) =>
  (bot: BotState, parameters: CallParameters): Message | undefined => {
    const hasCaption = kind !== 'sticker' && kind !== 'video_note'
    const caption = hasCaption
      ? readCaption(readFormattedText(parameters, 'caption', 'caption_entities'))
      : { text: '', entities: [] }
    const target = openTarget(bot, parameters, { keyboard: true })
    const frame = {
      width: parameters.integer('width') ?? parameters.integer('length'),
      height: parameters.integer('height') ?? parameters.integer('length'),
      duration: parameters.integer('duration'),
    }
    const file = readMedia(bot, parameters, { field: kind, value: parameters.text(kind) }, kind, frame)
    const details = { title: parameters.text('title'), performer: parameters.text('performer') }
    const part: Part = {
      fields: { ...contentOf(bot.files, kind, file, details), ...captionFields(caption) },
      text: null,
      caption: caption.text === '' ? null : caption.text,
      entities: caption.entities,
      files: [file],
    }
    return deliver(bot, target, method, [part])[0]
  }

export const sendLocation = (bot: BotState, parameters: CallParameters): Message | undefined => {
  const [latitude, longitude] = [degrees(parameters, 'latitude', 90), degrees(parameters, 'longitude', 180)]
  const target = openTarget(bot, parameters, { keyboard: true })
  const fields = { location: { latitude, longitude } }
  const part: Part = { fields, text: null, caption: null, entities: [], files: [] }
  return deliver(bot, target, 'sendLocation', [part])[0]
}

const degrees = (parameters: CallParameters, name: string, most: number): number => {
  const value = Number(parameters.text(name) === '' ? Number.NaN : parameters.text(name))
  if (!(Math.abs(value) <= most)) throw badRequest(`wrong parameter ${name}`)
  return value
}

const chatActions = new Set(
  [
    'typing upload_photo record_video upload_video record_voice upload_voice upload_document',
    'choose_sticker find_location record_video_note upload_video_note',
  ]
    .join(' ')
    .split(' '),
)

export const sendChatAction = (bot: BotState, parameters: CallParameters): true => {
  if (!chatActions.has(parameters.text('action'))) throw badRequest('wrong parameter action in request')
  findOpenChat(bot, parameters)
  return true
}
