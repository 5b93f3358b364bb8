import type { InternalMessage } from '#contract/internal'

export type InternalLine =
  | { type: 'day'; key: string; at: string }
  | { type: 'message'; key: string; message: InternalMessage; starts: boolean; ends: boolean }

const runGapMs = 5 * 60_000

/** The lines of a chat with days between them; what one wrote in a row stands together. */
export function internalLines(
  items: readonly InternalMessage[],
  dayOf: (at: string) => string,
): InternalLine[] {
  return items.flatMap((message, index): InternalLine[] => {
    const [above, below] = [items[index - 1], items[index + 1]]
    const isNewDay = !above || dayOf(above.at) !== dayOf(message.at)
    const line: InternalLine = {
      type: 'message',
      key: message.id,
      message,
      starts: isNewDay || !isRun(above, message),
      ends: !below || dayOf(below.at) !== dayOf(message.at) || !isRun(message, below),
    }
    return isNewDay ? [{ type: 'day', key: `day:${message.id}`, at: message.at }, line] : [line]
  })
}

function isRun(one: InternalMessage, other: InternalMessage): boolean {
  return one.author.id === other.author.id && Date.parse(other.at) - Date.parse(one.at) < runGapMs
}
