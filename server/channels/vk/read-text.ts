import type { TextEntity } from '#contract/messages'
import { readText } from '../read-unknown.ts'

/** VK writes a mention into the text: "[id5|Ольга], добрый день". */
const mention = /\[((?:id|club|public|event)\d{1,19})\|([^\]\n]{1,200})\]/g

/** A text as people read it; each mention becomes its name with a link to the page. Offsets are UTF-16 units. */
export function readMarkedText(value: unknown): { text: string; entities: TextEntity[] } {
  const given = readText(value) ?? ''
  const entities: TextEntity[] = []
  let text = ''
  let from = 0
  for (const found of given.matchAll(mention)) {
    const [whole, page = '', name = ''] = found
    text += given.slice(from, found.index)
    entities.push({
      type: 'mention',
      offset: text.length,
      length: name.length,
      url: `https://vk.com/${page}`,
    })
    text += name
    from = found.index + whole.length
  }
  return { text: text + given.slice(from), entities }
}
