import { defineWords } from '../../lib/words.ts'

/** The words of "remind me later". */
const ru = {
  'rem.later': 'Напомнить позже',
  'rem.title': 'Напомнить о беседе',
  'rem.hour': 'Через час',
  'rem.tomorrow': 'Завтра утром',
  'rem.when': 'Дата и время',
  'rem.when.d': 'Время вашего часового пояса: {{zone}}. Уведомление придёт только вам',
  'rem.do': 'Напомнить',
  'rem.done': 'Напомним {{time}}',
  'rem.is': 'Напоминание стоит на {{time}}',
  'rem.cancel': 'Не напоминать',
  'rem.cancelled': 'Напоминания не будет',
  'rem.error': 'Не удалось узнать о напоминании',
} as const

const en: Record<keyof typeof ru, string> = {
  'rem.later': 'Remind me later',
  'rem.title': 'Remind me of the conversation',
  'rem.hour': 'In an hour',
  'rem.tomorrow': 'Tomorrow morning',
  'rem.when': 'Date and time',
  'rem.when.d': 'In your time zone: {{zone}}. Only you are notified',
  'rem.do': 'Remind me',
  'rem.done': 'You will be reminded {{time}}',
  'rem.is': 'A reminder is set for {{time}}',
  'rem.cancel': 'Do not remind me',
  'rem.cancelled': 'There will be no reminder',
  'rem.error': 'The reminder could not be looked up',
}

export const reminderWords = defineWords('reminders', { ru, en })
