import type { ChannelView } from '#contract/channels'
import { messengerGuides } from './messengers/index.ts'

type Named = Pick<ChannelView, 'kind' | 'handle'>

/** The handle as people write it: a bot's name begins with @, a community is known by its address. */
export function shownHandle({ kind, handle }: Named): string | null {
  if (handle === null) return null
  return kind === 'website' ? handle : messengerGuides[kind].shownHandle(handle)
}

/** "Зерно и пар, @zernopar_bot". */
export function nameWithHandle(channel: Named & { name: string }): string {
  const handle = shownHandle(channel)
  return handle ? `${channel.name}, ${handle}` : channel.name
}
