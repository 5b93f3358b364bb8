import type { MessageView } from '#contract/messages'

/** What makes a message high, whoever wrote it to whom. */
type Measured = Pick<MessageView, 'text' | 'attachments'> & {
  replyTo: object | null
  reactions: readonly object[]
  change?: object | null
}
type Line = { type: string } | { type: string; message: Measured; starts: boolean }

const lineHeightPx = 20
const charactersPerLine = 56

/** About how high a line will be before it is drawn, px; the closer, the calmer the scroll bar. */
export function estimateLine(line: Line): number {
  if (!('message' in line)) return 36
  const { text, attachments, replyTo, reactions, change } = line.message
  const textLines = text
    .split('\n')
    .reduce((sum, each) => sum + Math.ceil((each.length + 8) / charactersPerLine), 0)
  const pictures = attachments.some((each) => each.kind === 'photo' || each.kind === 'video') ? 240 : 0
  const files = attachments.filter((each) => each.kind !== 'photo' && each.kind !== 'video').length * 52
  return (
    20 +
    Math.max(1, textLines) * lineHeightPx +
    pictures +
    files +
    (replyTo ? 44 : 0) +
    (reactions.length > 0 ? 28 : 0) +
    (change ? 20 : 0) +
    (line.starts ? 10 : 2)
  )
}
