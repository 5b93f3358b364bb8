import type { MessengerGuide } from './messenger-guide.ts'

export const viberGuide: MessengerGuide = {
  tokenPage: 'https://partners.viber.com',
  pattern: /^[\w=.:-]{24,200}$/,
  placeholder: '4453b6ac1s345678-e02c5f12174805f9-…',
  chatLink: (handle) => `viber://pa?chatURI=${encodeURIComponent(handle)}`,
  shownHandle: (handle) => handle,
}

export const viberRu = {
  'mes.viber.need': 'Токен бота Viber',
  'mes.viber.1': 'Откройте настройки бота в кабинете Viber',
  'mes.viber.1.d':
    'Токен показан в настройках бота, в строке Token. Новых ботов Viber заводит по договору: если бота ещё нет, начните с партнёра Viber',
  'mes.viber.1.a': 'Открыть кабинет Viber',
  'mes.viber.2': 'Скопируйте токен и вставьте сюда',
  'mes.viber.token': 'Токен бота',
  'mes.viber.bad': 'Токен выглядит так: 4453b6ac1s345678-e02c5f12174805f9-…',
  'mes.viber.ok': 'Бот найден: {{name}}',
  'mes.viber.connect': 'Подключить этого бота',
  'mes.viber.3': 'Напишите боту «привет» со своего телефона',
} as const

export const viberEn: Record<keyof typeof viberRu, string> = {
  'mes.viber.need': 'Viber bot token',
  'mes.viber.1': 'Open the bot’s settings in the Viber admin panel',
  'mes.viber.1.d':
    'The token stands in the bot’s settings, in the line Token. New Viber bots are made under a contract: if you have none yet, begin with a Viber partner',
  'mes.viber.1.a': 'Open the Viber admin panel',
  'mes.viber.2': 'Copy the token and paste it here',
  'mes.viber.token': 'Bot token',
  'mes.viber.bad': 'A token looks like this: 4453b6ac1s345678-e02c5f12174805f9-…',
  'mes.viber.ok': 'Bot found: {{name}}',
  'mes.viber.connect': 'Connect this bot',
  'mes.viber.3': 'Send “hello” to the bot from your phone',
}
