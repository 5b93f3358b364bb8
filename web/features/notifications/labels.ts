import { defineWords } from '../../lib/words.ts'

/** The words of the notification centre. */
const ru = {
  'nt.title': 'Уведомления',
  'nt.readAll': 'Прочитать все',
  'nt.read': 'Отметить прочитанным: {{name}}',
  'nt.noReply': 'Не требует ответа',
  'nt.new': 'Новое',
  'nt.loading': 'Загружаем уведомления',
  'nt.empty.title': 'Новых уведомлений нет',
  'nt.empty.text': 'Здесь появятся сообщения клиентов, на которые нужно посмотреть вам',
  'nt.error': 'Не удалось загрузить уведомления',
  'nt.channel': '{{channel}}, № {{number}}',
} as const

const en: Record<keyof typeof ru, string> = {
  'nt.title': 'Notifications',
  'nt.readAll': 'Mark all read',
  'nt.read': 'Mark read: {{name}}',
  'nt.noReply': 'No reply needed',
  'nt.new': 'New',
  'nt.loading': 'Loading notifications',
  'nt.empty.title': 'No new notifications',
  'nt.empty.text': 'Messages of clients that you should look at will appear here',
  'nt.error': 'Could not load notifications',
  'nt.channel': '{{channel}}, #{{number}}',
}

export const notificationWords = defineWords('notifications', { ru, en })
