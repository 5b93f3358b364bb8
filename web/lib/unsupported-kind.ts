import { defineWords, useWords } from './words.ts'

/** What messengers call things that Beseda does not show as they are. */
const ru = {
  'kind.sticker': 'стикер',
  'kind.location': 'место на карте',
  'kind.venue': 'место на карте',
  'kind.contact': 'контакт',
  'kind.poll': 'опрос',
  'kind.checklist': 'список дел',
  'kind.dice': 'кубик',
  'kind.game': 'игра',
  'kind.story': 'история',
  'kind.paid_media': 'платные материалы',
  'kind.invoice': 'счёт',
  'kind.giveaway': 'розыгрыш',
} as const

const en: Record<keyof typeof ru, string> = {
  'kind.sticker': 'sticker',
  'kind.location': 'place on the map',
  'kind.venue': 'place on the map',
  'kind.contact': 'contact',
  'kind.poll': 'poll',
  'kind.checklist': 'checklist',
  'kind.dice': 'dice',
  'kind.game': 'game',
  'kind.story': 'story',
  'kind.paid_media': 'paid media',
  'kind.invoice': 'invoice',
  'kind.giveaway': 'giveaway',
}

const words = defineWords('kinds', { ru, en })
const isKnown = (key: string): key is keyof typeof ru => Object.hasOwn(ru, key)

/** Says a kind in the user's language; one that has no word here is said in the messenger's own. */
export function useKindName(): (kind: string) => string {
  const say = useWords(words)
  return (kind) => {
    const key = `kind.${kind}`
    return isKnown(key) ? say(key) : kind
  }
}
