import type { MessageEntity } from '@grammyjs/types'
import { badRequest } from './api-error.ts'
import { type CallParameters, isRecord } from './call-parameters.ts'
import { parseHtml } from './html.ts'

export type FormattedText = { text: string; entities: MessageEntity[] }

const maxTextBytes = 32_768
const maxEntities = 100
/** Found by the messenger itself; given ones of these types are passed over. */
const foundTypes = new Set(['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number'])
const plainTypes = new Set(
  [
    'bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre',
    'text_link text_mention custom_emoji date_time',
  ]
    .join(' ')
    .split(' '),
)

/** Text of a message or a caption with its formatting, trimmed as the messenger trims it. Not measured yet. */
export const readFormattedText = (
  parameters: CallParameters,
  textName: string,
  entitiesName: string,
): FormattedText => {
  const text = parameters.text(textName).replaceAll('\r', '')
  if (Buffer.byteLength(text) > maxTextBytes) {
    throw badRequest(textName === 'caption' ? 'message caption is too long' : 'text is too long')
  }
  const mode = parameters.text('parse_mode')
  if (mode !== '') return trim(parseByMode(text, mode))
  return trim({ text, entities: readEntities(parameters.json(entitiesName, entitiesName), text) })
}

export const readFormattedFields = (fields: Record<string, unknown>): FormattedText => {
  const text = typeof fields.caption === 'string' ? fields.caption : ''
  const mode = typeof fields.parse_mode === 'string' ? fields.parse_mode : ''
  if (mode !== '') return trim(parseByMode(text, mode))
  return trim({ text, entities: readEntities(fields.caption_entities, text) })
}

const parseByMode = (text: string, mode: string): FormattedText => {
  if (mode.toLowerCase() === 'html') return parseHtml(text)
  throw badRequest(`unsupported parse_mode "${mode}": this stand-in reads HTML and entities only`)
}

/** Characters are code points: 4096 emoji fit into a message. */
export const lengthOf = (text: string): number => {
  let length = 0
  for (const _ of text) length += 1
  return length
}

const readEntities = (value: unknown, text: string): MessageEntity[] => {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw badRequest("can't parse entities: expected an Array")
  const entities = value.slice(0, maxEntities).map((entry: unknown) => readEntity(entry, text))
  return entities.filter((entity) => entity !== null).toSorted(byPlace)
}

const readEntity = (value: unknown, text: string): MessageEntity | null => {
  if (!isRecord(value)) throw badRequest("can't parse MessageEntity: expected an Object")
  const { type, offset, length } = value
  if (typeof type !== 'string') throw badRequest('can\'t parse MessageEntity: can\'t find field "type"')
  if (!isInteger(offset))
    throw badRequest('can\'t parse MessageEntity: field "offset" must be of type Number')
  if (!isInteger(length))
    throw badRequest('can\'t parse MessageEntity: field "length" must be of type Number')
  if (foundTypes.has(type)) return null
  if (!plainTypes.has(type)) throw badRequest("can't parse MessageEntity: unsupported type specified")
  checkPlace(text, offset, length)
  return withDetails(value, type, offset, length)
}

const isInteger = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value)

const checkPlace = (text: string, offset: number, length: number): void => {
  if (offset < 0) throw badRequest(`receive an entity with incorrect offset ${offset}`)
  if (length <= 0) throw badRequest(`receive an entity with incorrect length ${length}`)
  const end = offset + length
  if (end > text.length) {
    throw badRequest(
      `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${end}`,
    )
  }
  if (cutsSurrogate(text, offset))
    throw badRequest(`entity begins in a middle of a UTF-16 symbol at offset ${offset}`)
  if (cutsSurrogate(text, end))
    throw badRequest(`entity ends in a middle of a UTF-16 symbol at offset ${end}`)
}

const cutsSurrogate = (text: string, at: number): boolean => {
  const before = text.charCodeAt(at - 1)
  const after = text.charCodeAt(at)
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}

const withDetails = (
  value: Record<string, unknown>,
  type: string,
  offset: number,
  length: number,
): MessageEntity => {
  if (type === 'text_link') {
    const url = typeof value.url === 'string' ? value.url : ''
    if (url === '') throw badRequest('can\'t parse MessageEntity: can\'t find field "url"')
    return { type, offset, length, url }
  }
  if (type === 'pre') return { type, offset, length, ...textField(value, 'language') }
  if (type === 'custom_emoji') {
    if (typeof value.custom_emoji_id !== 'string')
      throw badRequest('invalid custom emoji identifier specified')
    return { type, offset, length, custom_emoji_id: value.custom_emoji_id }
  }
  // Checked against `plainTypes` above; details of rare kinds pass as they came.
  return { ...value, type, offset, length } as MessageEntity
}

const textField = (value: Record<string, unknown>, name: 'language'): { language?: string } => {
  const field = value[name]
  return typeof field === 'string' && field !== '' ? { language: field } : {}
}

const byPlace = (left: MessageEntity, right: MessageEntity): number =>
  left.offset - right.offset || right.length - left.length

/** Cuts white space off both ends; entities move along and shrink, empty ones vanish. */
const trim = ({ text, entities }: FormattedText): FormattedText => {
  const start = text.length - text.trimStart().length
  const trimmed = text.trim()
  const moved = entities.map((entity) => {
    const from = Math.max(0, entity.offset - start)
    const to = Math.min(trimmed.length, entity.offset + entity.length - start)
    return { ...entity, offset: from, length: to - from }
  })
  return { text: trimmed, entities: moved.filter((entity) => entity.length > 0) }
}

const patterns: { type: 'bot_command' | 'url' | 'email' | 'mention' | 'hashtag'; pattern: RegExp }[] = [
  { type: 'url', pattern: /\bhttps?:\/\/[^\s<>"]+[^\s<>".,!?)]/g },
  { type: 'email', pattern: /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g },
  { type: 'bot_command', pattern: /(?<=^|\s)\/[a-z0-9_]{1,64}(?:@\w+)?(?=\s|$)/gi },
  { type: 'mention', pattern: /(?<=^|\s)@[a-z]\w{3,31}\b/gi },
  { type: 'hashtag', pattern: /(?<=^|\s)#[\p{L}_][\p{L}\d_]*/gu },
]

/** What the messenger marks by itself: links, addresses, commands, mentions, hashtags. */
export const findEntities = (text: string, given: MessageEntity[] = []): MessageEntity[] => {
  if (!/[/@#]/.test(text)) return given
  const found = [...given]
  for (const { type, pattern } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length }
      if (!found.some((other) => overlaps(entity, other))) found.push(entity)
    }
  }
  return found.toSorted(byPlace)
}

const overlaps = (left: MessageEntity, right: MessageEntity): boolean =>
  left.offset < right.offset + right.length && right.offset < left.offset + left.length
