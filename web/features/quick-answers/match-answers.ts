import type { QuickAnswer } from '#contract/quick-answers'

/** What stands after the slash when a text is nothing but a slash and the beginning of a word; null when it is not. */
export function queryOf(text: string): string | null {
  return /^\/([\p{L}\p{N}_-]{0,32})$/u.exec(text)?.[1]?.toLowerCase() ?? null
}

/** Those whose shortcut begins so come first, then those that have it anywhere; one's own before shared ones. */
export function matchAnswers(answers: readonly QuickAnswer[], query: string): QuickAnswer[] {
  const ranked = answers.flatMap((answer) => {
    const rank = rankOf(answer, query)
    return rank === null ? [] : [{ answer, rank: rank * 2 + (answer.isShared ? 1 : 0) }]
  })
  return ranked.toSorted((one, other) => one.rank - other.rank).map(({ answer }) => answer)
}

function rankOf({ shortcut, text }: QuickAnswer, query: string): number | null {
  if (shortcut === query) return 0
  if (shortcut.startsWith(query)) return 1
  if (shortcut.includes(query)) return 2
  return text.toLowerCase().includes(query) ? 3 : null
}
