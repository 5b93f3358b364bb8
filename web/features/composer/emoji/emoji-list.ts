import type { Language } from '#contract/common'

export type Emoji = { emoji: string; group: number; words: string }
type Rows = readonly (readonly [string, number, string])[]

const load: Record<Language, () => Promise<{ default: Rows }>> = {
  ru: () => import('virtual:emoji/ru'),
  en: () => import('virtual:emoji/en'),
}

/** All emoji with their words in both languages, since one searches in whichever comes to mind; the user's own come first. */
export async function loadEmoji(language: Language): Promise<readonly Emoji[]> {
  const [own, other] = await Promise.all([
    load[language](),
    load[language === 'ru' ? 'en' : 'ru']().catch(() => ({ default: [] as Rows })),
  ])
  const others = new Map(other.default.map(([emoji, , words]) => [emoji, words]))
  return own.default.map(([emoji, group, words]) => ({
    emoji,
    group,
    words: `${words} ${others.get(emoji) ?? ''}`,
  }))
}

/** Emoji of which every word typed begins a word, those named so before those only tagged so. */
export function searchEmoji(list: readonly Emoji[], typed: string): Emoji[] {
  const wanted = typed.toLowerCase().replaceAll('ё', 'е').split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...list]
  const ranked = list.flatMap((emoji) => {
    const words = ` ${emoji.words.replaceAll('ё', 'е')}`
    const places = wanted.map((word) => (emoji.emoji === word ? 0 : words.indexOf(` ${word}`)))
    return places.includes(-1) ? [] : [{ emoji, place: Math.max(...places) === 0 ? 0 : 1 }]
  })
  return ranked.toSorted((a, b) => a.place - b.place).map(({ emoji }) => emoji)
}

export const mostRecent = 24

/** The one just used comes first. */
export function withRecent(recent: readonly string[], used: string): string[] {
  return [used, ...recent.filter((each) => each !== used)].slice(0, mostRecent)
}

/** Where an arrow leads in a grid: `columns` wide, `count` long; null when it leads out at the top. */
export function stepInGrid(key: string, index: number, count: number, columns: number): number | null {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key] ?? 0
  const next = index + step
  if (next < 0) return key === 'ArrowUp' ? null : 0
  return Math.min(next, count - 1)
}

/** Puts a piece where the caret is, in the place of what is selected. @returns the text and where the caret then is. */
export function putAt(
  text: string,
  selection: { start: number; end: number },
  piece: string,
): { text: string; caret: number } {
  const { start, end } = selection
  return { text: text.slice(0, start) + piece + text.slice(end), caret: start + piece.length }
}
