/** What stands after the `@` that the caret is behind, and where that is; null: it is behind none. */
export function mentionAt(text: string, caret: number): { from: number; query: string } | null {
  const found = /(?:^|[\s(])@([\p{L}\p{N}._-]{0,40})$/u.exec(text.slice(0, caret))
  if (!found) return null
  const query = found[1] ?? ''
  return { from: caret - query.length - 1, query }
}

/** The text with the name in the place of what was typed, and where the caret goes. */
export function putMention(
  text: string,
  { from, query }: { from: number; query: string },
  name: string,
): { text: string; caret: number } {
  const put = `@${name} `
  const rest = text.slice(from + 1 + query.length)
  return { text: text.slice(0, from) + put + rest.replace(/^ /, ''), caret: from + put.length }
}
