import type { MessengerKind } from '#contract/channels'
import type { MessengerGuide } from './messenger-guide.ts'
import { telegramEn, telegramGuide, telegramRu } from './telegram.ts'
import { viberEn, viberGuide, viberRu } from './viber.ts'
import { vkEn, vkGuide, vkRu } from './vk.ts'

/** How each messenger is connected: the list to which a new one is added, with its words. */
export const messengerGuides: Record<MessengerKind, MessengerGuide> = {
  telegram: telegramGuide,
  viber: viberGuide,
  vk: vkGuide,
}

export const guidesRu = { ...telegramRu, ...viberRu, ...vkRu }
export const guidesEn: Record<keyof typeof guidesRu, string> = { ...telegramEn, ...viberEn, ...vkEn }
