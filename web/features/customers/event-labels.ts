import { defineWords } from '../../lib/words.ts'

/** What the feed tells of a customer. */
const ru = {
  'ev.none': 'не указано',
  'ev.created': 'Покупатель создан',
  'ev.created.deal': 'Покупатель создан из успешной сделки',
  'ev.moved': 'Этап: {{before}} → {{after}}',
  'ev.reassigned': 'Ответственный: {{before}} → {{after}}',
  'ev.name': 'Имя: {{before}} → {{after}}',
  'ev.nextPurchaseOn': 'Следующая покупка: {{before}} → {{after}}',
  'ev.purchased': 'Покупка: {{sum}}, {{day}}',
  'ev.purchase_changed': 'Покупка изменена',
  'ev.purchase_changed.sum': 'Сумма покупки: {{before}} → {{after}}',
  'ev.purchase_deleted': 'Покупка удалена: {{sum}}, {{day}}',
} as const

const en: Record<keyof typeof ru, string> = {
  'ev.none': 'not set',
  'ev.created': 'Customer created',
  'ev.created.deal': 'Customer made of a won deal',
  'ev.moved': 'Stage: {{before}} → {{after}}',
  'ev.reassigned': 'Responsible: {{before}} → {{after}}',
  'ev.name': 'Name: {{before}} → {{after}}',
  'ev.nextPurchaseOn': 'Next purchase: {{before}} → {{after}}',
  'ev.purchased': 'Purchase: {{sum}}, {{day}}',
  'ev.purchase_changed': 'Purchase changed',
  'ev.purchase_changed.sum': 'Sum of the purchase: {{before}} → {{after}}',
  'ev.purchase_deleted': 'Purchase deleted: {{sum}}, {{day}}',
}

export const customerEventWords = defineWords('customerEvent', { ru, en })
