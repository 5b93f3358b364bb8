import type { Language } from '#contract/common'

type Kind =
  | 'text'
  | 'money'
  | 'day'
  | 'time'
  | 'stage'
  | 'user'
  | 'group'
  | 'role'
  | 'reason'
  | 'taskType'
  | 'tags'
  | 'yesNo'
  | 'pipeline'
  | 'choice'
  | 'limit'
  | 'list'
  | 'channel'
  | 'block'
  | 'roles'
  | 'stages'
  | 'place'
  | 'months'
  | 'hours'
  | 'days'

/** `choices`: what it can be, in words, where a word stands for it. */
export type ChangeWords = Record<Language, string> & {
  kind: Kind
  choices?: Record<string, Record<Language, string>>
}

/** What may stand in `before` and `after` of an event, what it is called, and how it is told. What is not here is not told. */
export const changeWords: Record<string, ChangeWords> = {
  name: { ru: 'Название', en: 'Name', kind: 'text' },
  currency: { ru: 'Валюта', en: 'Currency', kind: 'text' },
  country: { ru: 'Страна телефонов', en: 'Country of phone numbers', kind: 'text' },
  budget: { ru: 'Бюджет', en: 'Budget', kind: 'money' },
  stageId: { ru: 'Этап', en: 'Stage', kind: 'stage' },
  lossReasonId: { ru: 'Причина отказа', en: 'Reason of loss', kind: 'reason' },
  responsibleUserId: { ru: 'Ответственный', en: 'Responsible', kind: 'user' },
  toUserId: { ru: 'Кому', en: 'To', kind: 'user' },
  comment: { ru: 'Комментарий', en: 'Comment', kind: 'text' },
  website: { ru: 'Сайт', en: 'Website', kind: 'text' },
  address: { ru: 'Адрес', en: 'Address', kind: 'text' },
  nextPurchaseOn: { ru: 'Следующая покупка', en: 'Next purchase', kind: 'day' },
  amount: { ru: 'Сумма', en: 'Amount', kind: 'money' },
  boughtOn: { ru: 'День покупки', en: 'Day of the purchase', kind: 'day' },
  tags: { ru: 'Теги', en: 'Tags', kind: 'tags' },
  text: { ru: 'Задача', en: 'Task', kind: 'text' },
  result: { ru: 'Результат', en: 'Result', kind: 'text' },
  typeId: { ru: 'Тип задачи', en: 'Type of the task', kind: 'taskType' },
  due: { ru: 'Срок', en: 'Due', kind: 'time' },
  roleId: { ru: 'Роль', en: 'Role', kind: 'role' },
  groupId: { ru: 'Группа', en: 'Group', kind: 'group' },
  until: { ru: 'До', en: 'Until', kind: 'time' },
  substituteId: { ru: 'Замещает', en: 'Substitute', kind: 'user' },
  choice: { ru: 'Вариант', en: 'Choice', kind: 'text' },
  dueAt: { ru: 'Ответить до', en: 'Answer by', kind: 'time' },
  rate: { ru: 'Оценка', en: 'Rate', kind: 'text' },
}

/** Roads and ways by which something was done. */
export const wayWords: Record<string, Record<Language, string>> = {
  hand: { ru: 'вручную', en: 'by hand' },
  bot: { ru: 'ботом', en: 'by a bot' },
  rule: { ru: 'по правилу', en: 'by a rule' },
  api: { ru: 'через API', en: 'through the API' },
  import: { ru: 'импортом', en: 'by an import' },
  messenger: { ru: 'в мессенджере', en: 'in the messenger' },
  in: { ru: 'входящее сообщение', en: 'incoming message' },
  out: { ru: 'исходящее сообщение', en: 'outgoing message' },
  nps: { ru: 'оценка получена', en: 'rate received' },
  silence: { ru: 'нет сообщений', en: 'no messages' },
  mass: { ru: 'массовое действие', en: 'mass action' },
  declined: { ru: 'заявка отклонена', en: 'lead declined' },
}

export const yesNo: Record<Language, { yes: string; no: string }> = {
  ru: { yes: 'да', no: 'нет' },
  en: { yes: 'yes', no: 'no' },
}
