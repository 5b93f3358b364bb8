import type { ChannelKind, MessengerKind } from '#contract/channels'
import type { Messenger } from './channel.ts'
import { createTelegram } from './telegram/telegram.ts'
import { createViber } from './viber/viber.ts'
import { createVk } from './vk/vk.ts'
import { websiteMessenger } from './website/website-messenger.ts'

export type Messengers = Record<ChannelKind, Messenger>

/** Every messenger of the product: the one list to which a new one is added. */
export function createMessengers(config: {
  apiRoots: Record<MessengerKind, string | null>
  allowsPrivateNetwork: boolean
}): Messengers {
  const { apiRoots, allowsPrivateNetwork } = config
  return {
    telegram: createTelegram({ apiRoot: apiRoots.telegram, allowsPrivateNetwork }),
    viber: createViber({ apiRoot: apiRoots.viber, allowsPrivateNetwork }),
    vk: createVk({ apiRoot: apiRoots.vk, allowsPrivateNetwork }),
    website: websiteMessenger,
  }
}
