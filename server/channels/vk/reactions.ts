/**
 * VK tells a reaction by its number; which picture belongs to it is known only from its own clients (the API's list of
 * pictures is closed to communities).
 */
const emojiOf: Record<number, string> = {
  1: '❤',
  2: '🔥',
  3: '😂',
  4: '👍',
  5: '💩',
  6: '❓',
  7: '😭',
  8: '😡',
  9: '👎',
  10: '👌',
  11: '😃',
  12: '🤔',
  13: '🙏',
  14: '😘',
  15: '😍',
  16: '🎉',
}

/** What one can react with. */
export const reactionEmoji: string[] = Object.values(emojiOf)

/** A number we have no picture for stays a number: that there is a reaction must not be lost. */
export function emojiOfReaction(id: number): string {
  return emojiOf[id] ?? `#${id}`
}

export function reactionOfEmoji(emoji: string): number | null {
  const bare = emoji.replaceAll('\uFE0F', '')
  const found = Object.entries(emojiOf).find(([, known]) => known === bare)
  return found ? Number(found[0]) : null
}
