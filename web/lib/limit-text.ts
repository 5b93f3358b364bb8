import type { FieldLimit } from '#contract/errors'
import { currentLanguage, defineWords, say } from './words.ts'

const ru = {
  'limit.long_one': 'Слишком длинно: не больше {{count}} знака',
  'limit.long_few': 'Слишком длинно: не больше {{count}} знаков',
  'limit.long_many': 'Слишком длинно: не больше {{count}} знаков',
  'limit.long_other': 'Слишком длинно: не больше {{count}} знака',
  'limit.short_one': 'Слишком коротко: не меньше {{count}} знака',
  'limit.short_few': 'Слишком коротко: не меньше {{count}} знаков',
  'limit.short_many': 'Слишком коротко: не меньше {{count}} знаков',
  'limit.short_other': 'Слишком коротко: не меньше {{count}} знака',
  'limit.many': 'Слишком много: не больше {{number}}',
  'limit.few': 'Слишком мало: не меньше {{number}}',
  'limit.great': 'Слишком большое число: не больше {{number}}',
  'limit.small': 'Слишком маленькое число: не меньше {{number}}',
} as const

const en: Record<keyof typeof ru, string> = {
  'limit.long_one': 'Too long: at most {{count}} character',
  'limit.long_few': 'Too long: at most {{count}} characters',
  'limit.long_many': 'Too long: at most {{count}} characters',
  'limit.long_other': 'Too long: at most {{count}} characters',
  'limit.short_one': 'Too short: at least {{count}} character',
  'limit.short_few': 'Too short: at least {{count}} characters',
  'limit.short_many': 'Too short: at least {{count}} characters',
  'limit.short_other': 'Too short: at least {{count}} characters',
  'limit.many': 'Too many: at most {{number}}',
  'limit.few': 'Too few: at least {{number}}',
  'limit.great': 'The number is too big: at most {{number}}',
  'limit.small': 'The number is too small: at least {{number}}',
}

const limitWords = defineWords('limits', { ru, en })

/** What something does not keep to, with the limit itself, for every form alike. */
export function limitText(limit: FieldLimit): string {
  const words = say(limitWords)
  const isMost = 'most' in limit
  const count = isMost ? limit.most : limit.least
  const number = new Intl.NumberFormat(currentLanguage()).format(count)
  switch (limit.of) {
    case 'characters':
      return isMost ? words('limit.long', { count }) : words('limit.short', { count })
    case 'items':
      return isMost ? words('limit.many', { number }) : words('limit.few', { number })
    case 'number':
      return isMost ? words('limit.great', { number }) : words('limit.small', { number })
  }
}
