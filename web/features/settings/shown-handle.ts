import type { ChannelView } from '#contract/channels'

/** The handle as people write it: a bot's name begins with @. */
export function shownHandle({ kind, handle }: Pick<ChannelView, 'kind' | 'handle'>): string | null {
  return kind === 'telegram' && handle && !handle.startsWith('@') ? `@${handle}` : handle
}

/** "Зерно и пар, @zernopar_bot". */
export function nameWithHandle(channel: { name: string; handle: string | null }): string {
  const handle = shownHandle({ kind: 'telegram', handle: channel.handle })
  return handle ? `${channel.name}, ${handle}` : channel.name
}
