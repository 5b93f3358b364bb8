import { defineWords } from '../../lib/words.ts'

/** The words of connecting a messenger. */
const ru = {
  'mes.title': 'Подключить {{messenger}}',
  'mes.checking': 'Спрашиваем {{messenger}}, чей это ключ',
  'mes.hook': 'Webhook установлен, {{messenger}} видит сервер',
  'mes.poll': 'Беседа сама забирает сообщения у {{messenger}}',
  'mes.poll.d': 'У сервера нет адреса https, который видит {{messenger}}, и это не мешает работать',
  'mes.qr': 'Наведите камеру, чтобы открыть чат',
  'mes.qr.alt': 'QR-код ссылки {{link}}',
  'mes.closed': '{{messenger}} доставляет сообщения только на адрес https, открытый из интернета',
  'mes.closed.d':
    'У этого сервера такого адреса нет, поэтому подключить {{messenger}} пока нельзя. Откройте сервер из интернета по https, укажите этот адрес в настройке PUBLIC_URL и запустите Беседу заново',
  'mes.closed.how': 'Например: PUBLIC_URL=https://chat.example.com',

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

  'mes.vk.1': 'Создайте ключ доступа в сообществе',
  'mes.vk.1.d':
    'В сообществе: Управление → Настройки → Работа с API → Создать ключ. Заодно включите сообщения: Управление → Сообщения. Ключу нужны права:',
  'mes.vk.1.a': 'Открыть мои сообщества',
  'mes.vk.2': 'Скопируйте ключ и вставьте сюда',
  'mes.vk.token': 'Ключ доступа сообщества',
  'mes.vk.bad': 'Ключ выглядит так: vk1.a.… Скопируйте его целиком',
  'mes.vk.ok': 'Сообщество найдено: {{name}}',
  'mes.vk.connect': 'Подключить это сообщество',
  'mes.vk.3': 'Напишите сообществу «привет» со своей страницы',
  'mes.vk.right.manage': 'управление сообществом',
  'mes.vk.right.messages': 'сообщения сообщества',
  'mes.vk.right.photos': 'фотографии',
  'mes.vk.right.docs': 'файлы',
  'mes.vk.lacks': 'Ключу не хватает прав: {{rights}}. Создайте новый с этими правами',
} as const

const en: Record<keyof typeof ru, string> = {
  'mes.title': 'Connect {{messenger}}',
  'mes.checking': 'Asking {{messenger}} whose key it is',
  'mes.hook': 'Webhook set, {{messenger}} can reach the server',
  'mes.poll': 'Beseda collects messages from {{messenger}} itself',
  'mes.poll.d': 'The server has no https address that {{messenger}} can reach, and it works all the same',
  'mes.qr': 'Scan to open the chat',
  'mes.qr.alt': 'QR code of the link {{link}}',
  'mes.closed': '{{messenger}} delivers messages only to an https address that is open to the Internet',
  'mes.closed.d':
    'This server has none, so {{messenger}} cannot be connected yet. Open the server to the Internet over https, give that address in the setting PUBLIC_URL and start Beseda again',
  'mes.closed.how': 'For example: PUBLIC_URL=https://chat.example.com',

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

  'mes.vk.1': 'Make an access key in the community',
  'mes.vk.1.d':
    'In the community: Manage → Settings → API usage → Create token. While there, switch messages on: Manage → Messages. The key needs these rights:',
  'mes.vk.1.a': 'Open my communities',
  'mes.vk.2': 'Copy the key and paste it here',
  'mes.vk.token': 'Community access key',
  'mes.vk.bad': 'A key looks like this: vk1.a.… Copy it whole',
  'mes.vk.ok': 'Community found: {{name}}',
  'mes.vk.connect': 'Connect this community',
  'mes.vk.3': 'Send “hello” to the community from your own page',
  'mes.vk.right.manage': 'community management',
  'mes.vk.right.messages': 'community messages',
  'mes.vk.right.photos': 'photos',
  'mes.vk.right.docs': 'files',
  'mes.vk.lacks': 'The key lacks rights: {{rights}}. Make a new one with them',
}

export const messengerWords = defineWords('messengers', { ru, en })
