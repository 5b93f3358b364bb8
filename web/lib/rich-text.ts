import type { TextEntity } from '#contract/messages'

export type TextStyle = Exclude<TextEntity['type'], 'link'>

/** A stretch of text that looks the same throughout. `href` is safe to follow. */
export type Run = { text: string; styles: readonly TextStyle[]; href: string | null }

/** Addresses in plain text: a trailing full stop or bracket belongs to the sentence. */
const address = /\b(?:https?:\/\/|www\.)[^\s<>"'«»]+[^\s<>"'«».,:;!?…)\]]/giu

/**
 * Cuts a text at the edges of its entities and of the addresses in it. Entities may overlap, nest and reach beyond the text.
 * Only http, https, mailto, tel and tg links are followed; everything else stays text.
 */
export function splitText(text: string, entities: readonly TextEntity[]): Run[] {
  const all = [...entities, ...findAddresses(text, entities)].filter((entity) => entity.offset < text.length)
  const edges = new Set([0, text.length])
  for (const { offset, length } of all) edges.add(offset).add(Math.min(offset + length, text.length))
  const cuts = [...edges].sort((one, other) => one - other)
  const runs: Run[] = []
  for (const [index, start] of cuts.entries()) {
    const end = cuts[index + 1]
    if (end === undefined) break
    const covering = all.filter(({ offset, length }) => offset <= start && offset + length >= end)
    runs.push({ text: text.slice(start, end), styles: stylesOf(covering), href: hrefOf(covering, text) })
  }
  return runs
}

function stylesOf(entities: readonly TextEntity[]): TextStyle[] {
  const styles = entities.flatMap(({ type }) => (type === 'link' ? [] : [type]))
  return [...new Set(styles)]
}

function hrefOf(entities: readonly TextEntity[], text: string): string | null {
  const link = entities.find(({ type }) => type === 'link')
  if (!link) return null
  return safeHref(link.url ?? text.slice(link.offset, link.offset + link.length))
}

/** The address to follow, or null for one that could do anything but open a page, a mail or a call. */
export function safeHref(url: string): string | null {
  const clean = url.trim()
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/u.test(clean)) return `mailto:${clean}`
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(clean) && !/^[\w.-]+:\d/.test(clean) ? clean : `https://${clean}`
  if (!URL.canParse(whole)) return null
  const { protocol, href } = new URL(whole)
  return ['http:', 'https:', 'mailto:', 'tel:', 'tg:'].includes(protocol) ? href : null
}

function findAddresses(text: string, entities: readonly TextEntity[]): TextEntity[] {
  const taken = entities.filter(({ type }) => type === 'link' || type === 'code' || type === 'pre')
  return [...text.matchAll(address)].flatMap((match) => {
    const [offset, length] = [match.index, match[0].length]
    const isTaken = taken.some((each) => each.offset < offset + length && offset < each.offset + each.length)
    return isTaken ? [] : [{ type: 'link' as const, offset, length }]
  })
}
