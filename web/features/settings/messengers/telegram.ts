import type { MessengerGuide } from './messenger-guide.ts'

export const telegramGuide: MessengerGuide = {
  tokenPage: 'https://t.me/BotFather',
  // The bot's number, a colon, the secret.
  pattern: /^\d{5,}:[\w-]{20,}$/,
  placeholder: '123456789:AAF…',
  chatLink: (handle) => `https://t.me/${handle.replace(/^@/, '')}`,
  shownHandle: (handle) => (handle.startsWith('@') ? handle : `@${handle}`),
}

export const telegramRu = {
  'mes.telegram.need': 'Токен бота от BotFather',
  'mes.telegram.1': 'Откройте BotFather и отправьте ему команду /newbot',
  'mes.telegram.1.d':
    'BotFather — бот самого Telegram. Он спросит название и имя вашего бота, а в ответ пришлёт токен',
  'mes.telegram.1.a': 'Открыть BotFather',
  'mes.telegram.2': 'Скопируйте токен и вставьте сюда',
  'mes.telegram.token': 'Токен бота',
  'mes.telegram.bad': 'Токен выглядит так: 123456789:AAF…',
  'mes.telegram.ok': 'Бот найден: {{name}}',
  'mes.telegram.connect': 'Подключить этого бота',
  'mes.telegram.3': 'Напишите боту «привет» со своего телефона',
} as const

export const telegramEn: Record<keyof typeof telegramRu, string> = {
  'mes.telegram.need': 'Bot token from BotFather',
  'mes.telegram.1': 'Open BotFather and send it /newbot',
  'mes.telegram.1.d':
    'BotFather is Telegram’s own bot. It asks for your bot’s title and name and sends you a token',
  'mes.telegram.1.a': 'Open BotFather',
  'mes.telegram.2': 'Copy the token and paste it here',
  'mes.telegram.token': 'Bot token',
  'mes.telegram.bad': 'A token looks like this: 123456789:AAF…',
  'mes.telegram.ok': 'Bot found: {{name}}',
  'mes.telegram.connect': 'Connect this bot',
  'mes.telegram.3': 'Send “hello” to the bot from your phone',
}
