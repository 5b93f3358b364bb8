import { defineWords } from '../../lib/words.ts'

/** The words of the notification centre. */
const ru = {
  'nt.title': 'Уведомления',
  'nt.readAll': 'Прочитать все',
  'nt.read': 'Отметить прочитанным: {{name}}',
  'nt.tabs': 'Какие уведомления показать',
  'nt.g.all': 'Все',
  'nt.g.clients': 'Клиенты',
  'nt.g.team': 'Команда',
  'nt.g.system': 'Система',
  'nt.settings': 'О чём и как говорить мне',
  'nt.noReply': 'Не требует ответа',
  'nt.new': 'Новое',
  'nt.loading': 'Загружаем уведомления',
  'nt.empty.title': 'Новых уведомлений нет',
  'nt.empty.text':
    'Здесь появится то, на что нужно посмотреть вам: сообщения клиентов и коллег, назначения, задачи, неполадки каналов',
  'nt.error': 'Не удалось загрузить уведомления',
  'nt.channel': '{{channel}}, № {{number}}',
  'nt.ch.place': 'Канал {{messenger}}',
  'nt.ch.token_revoked':
    'Мессенджер больше не принимает ключ канала. Сообщения не приходят и не уходят: нужен новый ключ',
  'nt.ch.conflict': 'Сообщения канала забирает другая программа. Отключите её или подключите канал снова',
  'nt.ch.unreachable': 'Мессенджер давно не отвечает. Беседа пробует снова сама, сообщения ждут в очереди',
  'nt.ch.missed':
    'Сообщения с {{from}} до {{until}} могли потеряться: их никто не принимал, а мессенджер дольше не хранит',
  'nt.ch.again': 'Снова работает. Не работал {{time}}',
  'nt.sch.place': 'Запланированное сообщение, {{channel}}',
  'nt.sch.waiting': 'Не ушло в срок, запланировано снова',
  'nt.sch.sent': 'Не ушло в срок, отправлено позже',
  'nt.sch.cancelled': 'Не ушло в срок, отменено',
  'nt.yours': 'Вам',
  'nt.times': 'Новых: {{count}}',
  'nt.number': '№ {{number}}',
  'nt.k.mention': 'Вас упомянули',
  'nt.k.internal': 'Внутреннее сообщение',
  'nt.k.assignment': 'Теперь вы ответственный',
  'nt.k.task': 'Срок задачи',
  'nt.k.reminder': 'Вы просили напомнить',
  'nt.k.response_time': 'Превышено время на ответ',
} as const

const en: Record<keyof typeof ru, string> = {
  'nt.title': 'Notifications',
  'nt.readAll': 'Mark all read',
  'nt.read': 'Mark read: {{name}}',
  'nt.tabs': 'Which notifications to show',
  'nt.g.all': 'All',
  'nt.g.clients': 'Clients',
  'nt.g.team': 'Team',
  'nt.g.system': 'System',
  'nt.settings': 'What I am told, and how',
  'nt.noReply': 'No reply needed',
  'nt.new': 'New',
  'nt.loading': 'Loading notifications',
  'nt.empty.title': 'No new notifications',
  'nt.empty.text':
    'What you should look at will appear here: messages of clients and colleagues, assignments, tasks, troubles of channels',
  'nt.error': 'Could not load notifications',
  'nt.channel': '{{channel}}, #{{number}}',
  'nt.ch.place': '{{messenger}} channel',
  'nt.ch.token_revoked':
    'The messenger no longer accepts the channel’s key. Messages neither come nor leave: a new key is needed',
  'nt.ch.conflict':
    'Another program takes the channel’s messages. Switch it off, or connect the channel again',
  'nt.ch.unreachable':
    'The messenger has not answered for long. Beseda keeps trying; messages wait in the queue',
  'nt.ch.missed':
    'Messages from {{from}} to {{until}} may be lost: nobody received them, and the messenger does not keep them longer',
  'nt.ch.again': 'Works again. It did not for {{time}}',
  'nt.sch.place': 'Scheduled message, {{channel}}',
  'nt.sch.waiting': 'Did not leave in time, scheduled anew',
  'nt.sch.sent': 'Did not leave in time, sent later',
  'nt.sch.cancelled': 'Did not leave in time, cancelled',
  'nt.yours': 'For you',
  'nt.times': 'New: {{count}}',
  'nt.number': '#{{number}}',
  'nt.k.mention': 'You were mentioned',
  'nt.k.internal': 'Internal message',
  'nt.k.assignment': 'You are now responsible',
  'nt.k.task': 'Task is due',
  'nt.k.reminder': 'You asked to be reminded',
  'nt.k.response_time': 'Response time exceeded',
}

export const notificationWords = defineWords('notifications', { ru, en })
