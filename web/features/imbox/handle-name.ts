import type { ChannelKind } from '#contract/channels'

/** A handle as people write it. */
export function handleName({
  channelKind,
  handle,
}: {
  channelKind: ChannelKind
  handle: string | null
}): string | null {
  return channelKind === 'telegram' && handle !== null && !handle.startsWith('@') ? `@${handle}` : handle
}
