import { defineWords } from '../../../lib/words.ts'

/** The words of the list of clients who wait. */
const ru = {
  'wt.longer': 'Сколько ждут',
  'wt.longer.than': 'Дольше {{duration}}',
  'wt.longer.any': 'Все, кто ждёт',
  'wt.count': 'Ждут: {{number}}',
  'wt.count.more': 'Ждут: больше {{number}}',
  'wt.list': 'Клиенты, которые ждут ответа',
  'wt.col.client': 'Клиент',
  'wt.col.talk': '№',
  'wt.col.card': 'Карточка',
  'wt.col.responsible': 'Ответственный',
  'wt.col.since': 'Ждёт',
  'wt.col.due': 'Срок ответа',
  'wt.noCard': 'без карточки',
  'wt.noLimit': 'без срока',
  'wt.empty.title': 'Так долго никто не ждёт',
  'wt.empty.all': 'Никто не ждёт ответа',
  'wt.empty.text': 'Клиенты появятся здесь, когда будут ждать ответа дольше выбранного времени',
  'wt.empty.show': 'Показать всех, кто ждёт',
  'wt.error': 'Не удалось загрузить список',
} as const

const en: Record<keyof typeof ru, string> = {
  'wt.longer': 'How long they have been waiting',
  'wt.longer.than': 'Longer than {{duration}}',
  'wt.longer.any': 'All who wait',
  'wt.count': 'Waiting: {{number}}',
  'wt.count.more': 'Waiting: more than {{number}}',
  'wt.list': 'Clients who wait for an answer',
  'wt.col.client': 'Client',
  'wt.col.talk': 'Number',
  'wt.col.card': 'Card',
  'wt.col.responsible': 'Responsible',
  'wt.col.since': 'Waiting for',
  'wt.col.due': 'To be answered',
  'wt.noCard': 'no card',
  'wt.noLimit': 'no limit',
  'wt.empty.title': 'Nobody waits that long',
  'wt.empty.all': 'Nobody waits for an answer',
  'wt.empty.text': 'Clients will appear here when they wait for an answer longer than the time you choose',
  'wt.empty.show': 'Show all who wait',
  'wt.error': 'Could not load the list',
}

export const waitingWords = defineWords('waiting', { ru, en })
