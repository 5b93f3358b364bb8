import type { MessengerKind } from '#contract/channels'

type Guide = {
  /** Where the token is to be had. */
  tokenPage: string
  /** A whole token looks like this; what is certain is left to the messenger. */
  pattern: RegExp
  placeholder: string
  /** The chat with the bot, for a phone's camera. */
  chatLink: (handle: string) => string
}

/** What differs from messenger to messenger when one is connected; its words are beside the others. */
export const messengerGuides: Record<MessengerKind, Guide> = {
  telegram: {
    tokenPage: 'https://t.me/BotFather',
    // The bot's number, a colon, the secret.
    pattern: /^\d{5,}:[\w-]{20,}$/,
    placeholder: '123456789:AAF…',
    chatLink: (handle) => `https://t.me/${handle.replace(/^@/, '')}`,
  },
  viber: {
    tokenPage: 'https://partners.viber.com',
    pattern: /^[\w=.:-]{24,200}$/,
    placeholder: '4453b6ac1s345678-e02c5f12174805f9-…',
    chatLink: (handle) => `viber://pa?chatURI=${encodeURIComponent(handle)}`,
  },
  vk: {
    tokenPage: 'https://vk.com/groups?tab=admin',
    pattern: /^[\w.-]{40,300}$/,
    placeholder: 'vk1.a.…',
    chatLink: (handle) => `https://vk.me/${handle}`,
  },
}

/** The rights a VK community's key needs, in the order of VK's own list. */
export const vkRights = ['manage', 'messages', 'photos', 'docs'] as const
