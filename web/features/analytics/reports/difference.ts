import type { Format } from '../../../lib/format.ts'

/** A figure beside that of the period before: by how much it differs, with a sign and a word, and what it was. */
export type Difference = {
  word: 'rep.more' | 'rep.less' | 'rep.faster' | 'rep.slower' | 'rep.same' | 'rep.wasNone' | null
  difference: string
  /** Null: there was none. */
  was: string | null
}

export function countDifference(
  now: number,
  before: number,
  { number, percent }: Pick<Format, 'number' | 'percent'>,
): Difference {
  const was = number(before)
  if (now === before) return { word: 'rep.same', difference: '', was }
  const share = before > 0 ? ` (${signed((now - before) / before, percent)})` : ''
  return {
    word: now > before ? 'rep.more' : 'rep.less',
    difference: `${signed(now - before, number)}${share}`,
    was,
  }
}

export function timeDifference(
  now: number | null,
  before: number | null,
  spanOf: (seconds: number) => string,
): Difference {
  const was = before === null ? null : spanOf(before)
  if (now === null) return { word: null, difference: '', was }
  if (before === null) return { word: 'rep.wasNone', difference: '', was }
  if (now === before) return { word: 'rep.same', difference: '', was }
  return { word: now > before ? 'rep.slower' : 'rep.faster', difference: signed(now - before, spanOf), was }
}

/** With a real minus, as wide as a digit. */
function signed(value: number, write: (size: number) => string): string {
  return `${value < 0 ? '−' : '+'}${write(Math.abs(value))}`
}
