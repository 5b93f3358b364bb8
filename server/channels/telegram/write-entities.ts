import type { TextEntity } from '#contract/messages'
import { maxEntities } from './config.ts'

type ApiEntity = { type: string; offset: number; length: number; url?: string }

const types: Partial<Record<TextEntity['type'], string>> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strikethrough',
  spoiler: 'spoiler',
  code: 'code',
  pre: 'pre',
  quote: 'blockquote',
}

/**
 * Formatting for the Bot API. Texts leave plain with their entities beside them, never with a parse mode, so that nothing in
 * a text needs escaping. Bare links and mentions are found by the messenger itself.
 */
export function writeEntities(text: string, entities: TextEntity[]): ApiEntity[] | null {
  const written = entities.flatMap((entity): ApiEntity[] => {
    const { offset, length, url } = entity
    if (offset + length > text.length) return []
    if (entity.type === 'link') return url === undefined ? [] : [{ type: 'text_link', offset, length, url }]
    const type = types[entity.type]
    return type === undefined ? [] : [{ type, offset, length }]
  })
  return written.length > 0 ? written.slice(0, maxEntities) : null
}
