import type { TextEntity } from '#contract/messages'
import { vkCapabilities } from './config.ts'

/** Texts of VK have no formatting. A link hidden behind words is written out after them, where there is room for that. */
export function writeText(text: string, entities: TextEntity[]): string {
  let written = text
  for (const { type, url, offset, length } of entities.toSorted((one, other) => other.offset - one.offset)) {
    const end = offset + length
    if (type !== 'link' || url === undefined || end > text.length || text.slice(offset, end) === url) continue
    written = `${written.slice(0, end)} (${url})${written.slice(end)}`
  }
  return written.length <= vkCapabilities.maxTextLength ? written : text
}
