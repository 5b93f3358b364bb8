import { defineWords } from '../../../lib/words.ts'

const ru = {
  'emoji.search': 'Найти эмодзи',
  'emoji.list': 'Эмодзи',
  'emoji.recent': 'Недавние',
  'emoji.none': 'Ничего не нашлось',
  'emoji.failed': 'Список не загрузился.',
  'emoji.group.0': 'Лица',
  'emoji.group.1': 'Люди и жесты',
  'emoji.group.3': 'Животные и природа',
  'emoji.group.4': 'Еда',
  'emoji.group.5': 'Места и поездки',
  'emoji.group.6': 'Занятия',
  'emoji.group.7': 'Предметы',
  'emoji.group.8': 'Знаки',
  'emoji.group.9': 'Флаги',
} as const

const en: Record<keyof typeof ru, string> = {
  'emoji.search': 'Find an emoji',
  'emoji.list': 'Emoji',
  'emoji.recent': 'Recent',
  'emoji.none': 'Nothing found',
  'emoji.failed': 'The list was not loaded.',
  'emoji.group.0': 'Faces',
  'emoji.group.1': 'People and gestures',
  'emoji.group.3': 'Animals and nature',
  'emoji.group.4': 'Food',
  'emoji.group.5': 'Places and travel',
  'emoji.group.6': 'Activities',
  'emoji.group.7': 'Objects',
  'emoji.group.8': 'Symbols',
  'emoji.group.9': 'Flags',
}

export const emojiWords = defineWords('emoji', { ru, en })
