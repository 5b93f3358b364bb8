import type { TextEntity } from '#contract/messages'
import { readFields, readInteger, readList, readText } from '../read-unknown.ts'

const types: Record<string, TextEntity['type']> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strikethrough',
  spoiler: 'spoiler',
  code: 'code',
  pre: 'pre',
  blockquote: 'quote',
  expandable_blockquote: 'quote',
  url: 'link',
  text_link: 'link',
  email: 'link',
  mention: 'mention',
  text_mention: 'mention',
}

/** Formatting of a text; offsets are UTF-16 units on both sides. What we have no word for, and what lies outside the text, is left out. */
export function readEntities(value: unknown, text: string): TextEntity[] {
  return readList(value).flatMap((each) => readEntity(each, text))
}

function readEntity(value: unknown, text: string): TextEntity[] {
  const entity = readFields(value)
  const type = types[readText(entity?.['type']) ?? '']
  const offset = readInteger(entity?.['offset'])
  const length = readInteger(entity?.['length'])
  if (!entity || !type || offset === null || length === null || offset < 0 || length <= 0) return []
  if (offset + length > text.length) return []
  const url = addressOf(entity, text.slice(offset, offset + length))
  return [{ type, offset, length, ...(url === null ? {} : { url }) }]
}

function addressOf(entity: Record<string, unknown>, marked: string): string | null {
  if (entity['type'] === 'email') return `mailto:${marked}`
  if (entity['type'] === 'mention') return `https://t.me/${marked.replace(/^@/, '')}`
  const address = entity['type'] === 'url' ? withScheme(marked) : readText(entity['url'])
  return address !== null && /^(https?|tg|mailto|tel):/i.test(address) ? address : null
}

function withScheme(address: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `http://${address}`
}
