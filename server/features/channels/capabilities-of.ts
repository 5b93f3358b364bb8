import type { Capabilities, ChannelKind } from '#contract/channels'
import { telegramCapabilities } from '#channels/telegram/config'
import { viberCapabilities } from '#channels/viber/config'
import { vkCapabilities } from '#channels/vk/config'
import { websiteCapabilities } from '#channels/website/website-messenger'

const capabilities: Record<ChannelKind, Capabilities> = {
  telegram: telegramCapabilities,
  viber: viberCapabilities,
  vk: vkCapabilities,
  website: websiteCapabilities,
}

function isChannelKind(kind: string): kind is ChannelKind {
  return Object.hasOwn(capabilities, kind)
}

/** What a messenger can do. Throws for a kind that is none: the database holds only ours. */
export function capabilitiesOf(kind: string): Capabilities {
  if (!isChannelKind(kind)) throw new Error(`There is no messenger "${kind}"`)
  return capabilities[kind]
}
