import { defineWords } from '../../lib/words.ts'

/** The words of the section of analytics; its pages bring their own. */
const ru = {
  'an.title': 'Аналитика',
  'an.tabs': 'Разделы аналитики',
  'an.events': 'Список событий',
  'an.reports': 'Отчёт по беседам',
  'an.waiting': 'Ждут ответа',
} as const

const en: Record<keyof typeof ru, string> = {
  'an.title': 'Analytics',
  'an.tabs': 'Sections of the analytics',
  'an.events': 'Event list',
  'an.reports': 'Conversations report',
  'an.waiting': 'Waiting for an answer',
}

export const analyticsWords = defineWords('analytics', { ru, en })
