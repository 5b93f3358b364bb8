import { defineWords } from '../../lib/words.ts'

/** The words of closing after silence. */
const ru = {
  'silence.switch': 'Закрывать беседы после молчания',
  'silence.switch.d':
    'Только те, где последнее слово за вами или ответ не требуется. Пока клиент ждёт ответа, беседа открыта. Оценка не запрашивается',
  'silence.hours': 'Через сколько часов после последнего сообщения',
  'silence.hours.d': 'Изменение действует и на открытые сейчас беседы этого канала',
  'silence.text': 'Что написать перед закрытием',
  'silence.text.d': 'Можно оставить пустым: тогда беседа закроется без слов. Ответом не считается',
} as const

const en: Record<keyof typeof ru, string> = {
  'silence.switch': 'Close conversations after silence',
  'silence.switch.d':
    'Only those in which the last word is yours or no reply is needed. While a client waits, a conversation stays open. No rate is asked for',
  'silence.hours': 'How many hours after the last message',
  'silence.hours.d': 'A change holds for conversations of this channel that are open now, too',
  'silence.text': 'What to write before closing',
  'silence.text.d': 'May be empty: then a conversation is closed without a word. It is no answer',
}

export const silenceWords = defineWords('silence', { ru, en })
