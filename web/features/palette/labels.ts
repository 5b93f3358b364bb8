import { defineWords } from '../../lib/words.ts'

const ru = {
  'palette.title': 'Поиск и команды',
  'palette.placeholder': 'Имя, телефон, №, сделка или команда',
  'palette.found': 'Найдено',
  'palette.searching': 'Ищем…',
  'palette.failed': 'Поиск не ответил: показаны только команды',
  'palette.nothing': 'Ничего не найдено',
  'palette.nothing.d': 'Ищите по имени, телефону, номеру беседы, названию сделки или команды',
  'palette.choose': 'выбрать',
  'palette.open': 'открыть',
  'palette.contact': 'Контакт',
  'palette.company': 'Компания',
  'palette.deal': 'Сделка #{{id}}',
  'palette.talk': '№ {{number}}, {{name}}',
  'palette.talk.open': 'открыта',
  'palette.talk.closed': 'закрыта',
  'palette.count_one': '{{count}} вариант',
  'palette.count_few': '{{count}} варианта',
  'palette.count_many': '{{count}} вариантов',
  'palette.count_other': '{{count}} варианта',
} as const

const en: Record<keyof typeof ru, string> = {
  'palette.title': 'Search and commands',
  'palette.placeholder': 'Name, phone, #, deal or command',
  'palette.found': 'Found',
  'palette.searching': 'Searching…',
  'palette.failed': 'The search did not answer: only commands are shown',
  'palette.nothing': 'Nothing found',
  'palette.nothing.d': 'Search by name, phone, number of a conversation, name of a deal or of a command',
  'palette.choose': 'choose',
  'palette.open': 'open',
  'palette.contact': 'Contact',
  'palette.company': 'Company',
  'palette.deal': 'Deal #{{id}}',
  'palette.talk': '#{{number}}, {{name}}',
  'palette.talk.open': 'open',
  'palette.talk.closed': 'closed',
  'palette.count_one': '{{count}} choice',
  'palette.count_few': '{{count}} choices',
  'palette.count_many': '{{count}} choices',
  'palette.count_other': '{{count}} choices',
}

export const paletteWords = defineWords('palette', { ru, en })
