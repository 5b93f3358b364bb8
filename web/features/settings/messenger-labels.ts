import { defineWords } from '../../lib/words.ts'
import { guidesEn, guidesRu } from './messengers/index.ts'

/** The words of connecting a messenger; what differs from one to another is with its guide. */
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
  'mes.vk.lacks': 'Ключу не хватает прав: {{rights}}. Создайте новый с этими правами',
  ...guidesRu,
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
  'mes.vk.lacks': 'The key lacks rights: {{rights}}. Make a new one with them',
  ...guidesEn,
}

export const messengerWords = defineWords('messengers', { ru, en })
