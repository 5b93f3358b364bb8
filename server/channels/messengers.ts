import { perMessenger, type ChannelKind, type MessengerKind } from '#contract/channels'
import type { Messenger } from './channel.ts'
import type { MessengerMaker } from './messenger-maker.ts'
import { telegram } from './telegram/telegram.ts'
import { viber } from './viber/viber.ts'
import { vk } from './vk/vk.ts'
import { websiteMessenger } from './website/website-messenger.ts'

export type Messengers = Record<ChannelKind, Messenger>

/** Every messenger of the product: the one list to which a new one is added. */
export const messengerMakers: Record<MessengerKind, MessengerMaker> = { telegram, viber, vk }

export function createMessengers(config: {
  apiRoots: { [K in MessengerKind]?: string | null }
  allowsPrivateNetwork: boolean
}): Messengers {
  const { apiRoots, allowsPrivateNetwork } = config
  const made = perMessenger((kind) =>
    messengerMakers[kind].create({ apiRoot: apiRoots[kind] ?? null, allowsPrivateNetwork }),
  )
  return { ...made, website: websiteMessenger }
}
