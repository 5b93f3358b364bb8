import type { Excerpt } from '#contract/search'
import { plainText } from '#contract/search-query'

/** So much of a long text is shown, beginning a little before what was found. */
const longest = 220
const before = 60

/** Which of a text's words were looked for; digits of phones with what stands between them. */
export type Marks = { isHit: (word: string) => boolean; phoneEnds: readonly string[] }

type Piece = { from: number; to: number }

/** A text with what was found in it marked; a long one is cut around the first hit. Plain text, never markup. */
export function markText(text: string, marks: Marks, isWhole = false): Excerpt {
  const clean = text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  const hits = [...wordHits(clean, marks), ...phoneHits(clean, marks.phoneEnds)].toSorted(
    (a, b) => a.from - b.from,
  )
  const { from, to } = isWhole ? { from: 0, to: clean.length } : cut(clean, hits[0]?.from ?? 0)
  const pieces: Excerpt = []
  const put = (piece: string, isHit: boolean): void => {
    if (piece !== '') pieces.push({ text: piece, isHit })
  }
  let at = from
  for (const hit of hits) {
    if (hit.from < at || hit.to > to) continue
    put(clean.slice(at, hit.from), false)
    put(clean.slice(hit.from, hit.to), true)
    at = hit.to
  }
  put(clean.slice(at, to), false)
  const first = pieces[0]
  if (first && from > 0) pieces[0] = { ...first, ...(first.isHit ? {} : { text: `…${first.text}` }) }
  const last = pieces.at(-1)
  if (last && to < clean.length) pieces.push({ text: '…', isHit: false })
  return pieces
}

function wordHits(text: string, { isHit }: Marks): Piece[] {
  const plain = plainText(text)
  // A few letters of the world become two when they are made small: then each word by itself.
  const isAsLong = plain.length === text.length
  return [...(isAsLong ? plain : text).matchAll(/[\p{L}\p{N}]+/gu)].flatMap(({ index, 0: word }) =>
    isHit(isAsLong ? word : plainText(word)) ? [{ from: index, to: index + word.length }] : [],
  )
}

function phoneHits(text: string, ends: readonly string[]): Piece[] {
  if (ends.length === 0) return []
  return [...text.matchAll(/\+?\d[-\d\s().–]{5,22}\d/g)].flatMap((match) =>
    ends.some((end) => match[0].replaceAll(/\D/g, '').endsWith(end))
      ? [{ from: match.index, to: match.index + match[0].length }]
      : [],
  )
}

/** Between words, where there are any. */
function cut(text: string, hit: number): Piece {
  if (text.length <= longest) return { from: 0, to: text.length }
  const wanted = Math.min(Math.max(0, hit - before), text.length - longest)
  const space = text.indexOf(' ', wanted)
  const from = wanted === 0 || space === -1 || space > hit ? wanted : space + 1
  const end = Math.min(text.length, from + longest)
  const last = text.lastIndexOf(' ', end)
  return { from, to: end === text.length || last <= hit ? end : last }
}
