/** @jsxImportSource preact */
import type { VNode } from 'preact'

const address = /\b(?:https?:\/\/|www\.)[^\s<>"'`]+/gi

/** A text with its web addresses made clickable. The text itself is never HTML. */
export function Linked({ text }: { text: string }): VNode {
  const pieces: (string | VNode)[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const shown = trimTail(match[0])
    const href = linkTarget(shown)
    if (href === null) continue
    pieces.push(text.slice(end, match.index))
    pieces.push(
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {shown}
      </a>,
    )
    end = match.index + shown.length
  }
  return (
    <>
      {pieces}
      {text.slice(end)}
    </>
  )
}

/** Punctuation after an address belongs to the sentence; a closing bracket only if it was opened in the address. */
export function trimTail(found: string): string {
  let shown = found.replace(/[.,:;!?…»”]+$/u, '')
  while (shown.endsWith(')') && !shown.slice(0, -1).includes('(')) shown = shown.slice(0, -1)
  return shown
}

export function linkTarget(shown: string): string | null {
  const full = /^www\./i.test(shown) ? `https://${shown}` : shown
  return URL.canParse(full) ? full : null
}
