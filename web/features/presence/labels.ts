import { defineWords } from '../../lib/words.ts'

/** Who of the colleagues has the same conversation before him. */
const ru = {
  'presence.looks': 'Смотрит {{names}}',
  'presence.look': 'Смотрят: {{names}}',
  'presence.types': '{{name}} пишет…',
  'presence.client': 'Клиент пишет…',
} as const

const en: Record<keyof typeof ru, string> = {
  'presence.looks': '{{names}} is looking',
  'presence.look': 'Looking: {{names}}',
  'presence.types': '{{name}} is writing…',
  'presence.client': 'The client is writing…',
}

export const presenceWords = defineWords('presence', { ru, en })
