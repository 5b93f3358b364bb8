import { defineWords } from '../../lib/words.ts'

/** The words of how a channel is doing. */
const ru = {
  'hl.title': 'Как работает канал',
  'hl.error': 'Не удалось узнать, как работает канал',
  'hl.delay': 'Сообщения приходят',
  'hl.delay.none': 'сразу',
  'hl.delay.v': 'с опозданием на {{time}}',
  'hl.waiting': 'Ждут в мессенджере',
  'hl.waiting.v': '{{count}} на {{time}}',
  'hl.queue': 'Ждут отправки',
  'hl.queue.none': 'ничего',
  'hl.queue.v': '{{count}}, первое с {{time}}',
  'hl.limit': 'Мессенджер просил подождать',
  'hl.limit.v': 'до {{time}}; потом сообщения уйдут сами',
  'hl.limit.short': 'лимит до {{time}}',
  'hl.queue.short': 'в очереди {{count}}',
  'hl.missed.short': 'часть сообщений могла не прийти',
  'hl.missed':
    'С {{from}} до {{until}} сообщения никто не принимал. {{messenger}} не хранит их дольше, поэтому написанное за это время могло потеряться. Посмотрите переписку в самом мессенджере.',
  'hl.last': 'Последняя ошибка',
  'hl.last.token_revoked': 'Мессенджер не принял ключ',
  'hl.last.conflict': 'Сообщения забирает другая программа. То, что забрала она, сюда не придёт',
  'hl.last.unreachable': 'Мессенджер не ответил',
  'hl.r.refused': 'Мессенджер отказался присылать сообщения, поэтому Беседа забирает их сама',
  'hl.r.refused_silent':
    'Мессенджер отказался присылать сообщения: ничего не приходит. Подключите канал снова',
  'hl.r.undelivered': 'Мессенджер не смог достучаться до сервера, поэтому Беседа забирает сообщения сама',
  'hl.r.no_address': 'Сообщения не приходят: мессенджеру нужен публичный адрес сервера (PUBLIC_URL)',
  'hl.answer': 'Подробности',
} as const

const en: Record<keyof typeof ru, string> = {
  'hl.title': 'How the channel is doing',
  'hl.error': 'Could not find out how the channel is doing',
  'hl.delay': 'Messages come',
  'hl.delay.none': 'at once',
  'hl.delay.v': '{{time}} late',
  'hl.waiting': 'Waiting at the messenger',
  'hl.waiting.v': '{{count}} at {{time}}',
  'hl.queue': 'Waiting to leave',
  'hl.queue.none': 'nothing',
  'hl.queue.v': '{{count}}, the first since {{time}}',
  'hl.limit': 'The messenger asked to wait',
  'hl.limit.v': 'until {{time}}; then messages leave by themselves',
  'hl.limit.short': 'limited until {{time}}',
  'hl.queue.short': '{{count}} queued',
  'hl.missed.short': 'some messages may be missing',
  'hl.missed':
    'From {{from}} to {{until}} nobody received messages. {{messenger}} does not keep them longer, so what was written then may be lost. Look at the chats in the messenger itself.',
  'hl.last': 'Last error',
  'hl.last.token_revoked': 'The messenger did not accept the key',
  'hl.last.conflict': 'Another program takes the messages. What it has taken will not come here',
  'hl.last.unreachable': 'The messenger did not answer',
  'hl.r.refused': 'The messenger refused to deliver messages, so Beseda collects them',
  'hl.r.refused_silent':
    'The messenger refused to deliver messages: nothing comes in. Connect the channel again',
  'hl.r.undelivered': 'The messenger could not reach the server, so Beseda collects messages',
  'hl.r.no_address': 'Nothing comes in: the messenger needs a public address of this server (PUBLIC_URL)',
  'hl.answer': 'Details',
}

export const healthWords = defineWords('channel-health', { ru, en })
