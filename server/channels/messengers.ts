import type { ChannelKind } from '#contract/channels'
import type { Messenger } from './channel.ts'
import { createTelegram } from './telegram/telegram.ts'
import { websiteMessenger } from './website/website-messenger.ts'

export type Messengers = Record<ChannelKind, Messenger>

/** Every messenger of the product: the one list to which a new one is added. */
export function createMessengers(config: {
  telegramApiRoot: string | null
  allowsPrivateNetwork: boolean
}): Messengers {
  return {
    telegram: createTelegram({
      apiRoot: config.telegramApiRoot,
      allowsPrivateNetwork: config.allowsPrivateNetwork,
    }),
    website: websiteMessenger,
  }
}
