import type { MessageEntity } from '@grammyjs/types'
import { badRequest } from './api-error.ts'
import type { FormattedText } from './entities.ts'

type Simple = 'bold' | 'italic' | 'underline' | 'strikethrough' | 'spoiler' | 'code' | 'pre' | 'blockquote'

const tags: Record<string, Simple> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
}
const symbols: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

type Open = { tag: string; offset: number; url: string | null }

const refuse = (detail: string): Error => badRequest(`can't parse entities: ${detail}`)

/** parse_mode HTML: only the tags of the Bot API; anything else is refused, as a bare `<` is. */
export const parseHtml = (source: string): FormattedText => {
  let text = ''
  const open: Open[] = []
  const entities: MessageEntity[] = []
  const token = /<(\/?)([a-z-]+)([^>]*)>|&(#x?[0-9a-f]+|[a-z]+);|<|[^<&]+|&/gi
  for (const match of source.matchAll(token)) {
    const [whole, slash, tagName, attributes, symbol] = match
    if (symbol !== undefined) text += decodeSymbol(symbol) ?? whole
    else if (tagName === undefined) {
      if (whole === '<')
        throw refuse(
          `unsupported start tag at byte offset ${Buffer.byteLength(source.slice(0, match.index))}`,
        )
      text += whole
    } else if (slash === '/') {
      const entity = close(open.pop(), tagName.toLowerCase(), text.length)
      if (entity) entities.push(entity)
    } else open.push(openTag(tagName.toLowerCase(), attributes ?? '', text.length))
  }
  const left = open.at(-1)
  if (left) throw refuse(`can't find end tag corresponding to start tag "${left.tag}"`)
  return { text, entities: entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length) }
}

const openTag = (tag: string, attributes: string, offset: number): Open => {
  if (tag === 'a') {
    const href = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes)
    return { tag, offset, url: href?.[1] ?? href?.[2] ?? '' }
  }
  if (tag === 'span' && /class\s*=\s*"tg-spoiler"/i.test(attributes)) return { tag, offset, url: null }
  if (tags[tag] === undefined) throw refuse(`unsupported start tag "${tag}"`)
  return { tag, offset, url: null }
}

const close = (opened: Open | undefined, tag: string, end: number): MessageEntity | null => {
  if (!opened) throw refuse(`unexpected end tag "${tag}"`)
  if (opened.tag !== tag) throw refuse(`unmatched end tag, expected "</${opened.tag}>", found "</${tag}>"`)
  const { offset, url } = opened
  const length = end - offset
  if (length === 0) return null
  if (url !== null) return url === '' ? null : { type: 'text_link', offset, length, url }
  return { type: tag === 'span' ? 'spoiler' : (tags[tag] ?? 'bold'), offset, length }
}

const decodeSymbol = (symbol: string): string | null => {
  if (!symbol.startsWith('#')) return symbols[symbol.toLowerCase()] ?? null
  const hex = symbol[1]?.toLowerCase() === 'x'
  const code = Number.parseInt(symbol.slice(hex ? 2 : 1), hex ? 16 : 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null
}
