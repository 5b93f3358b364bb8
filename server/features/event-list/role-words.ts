import type { Language } from '#contract/common'
import { rightActions, rightEntities, type RightAction, type RightEntity } from '#contract/permissions'
import type { ChangeWords } from './change-words.ts'

type Words = Record<Language, string>

const entities: Record<RightEntity, Words> = {
  deals: { ru: 'сделки', en: 'deals' },
  customers: { ru: 'покупателей', en: 'customers' },
  contacts: { ru: 'контакты', en: 'contacts' },
  companies: { ru: 'компании', en: 'companies' },
  tasks: { ru: 'задачи', en: 'tasks' },
}

const actions: Record<RightAction, Words> = {
  view: { ru: 'Видит', en: 'Sees' },
  edit: { ru: 'Меняет', en: 'Changes' },
  add: { ru: 'Создаёт', en: 'Adds' },
  delete: { ru: 'Удаляет', en: 'Deletes' },
  export: { ru: 'Выгружает', en: 'Exports' },
}

const reaches = {
  all: { ru: 'все', en: 'all' },
  group: { ru: 'своей группы', en: 'own group’s' },
  own: { ru: 'свои', en: 'own' },
  none: { ru: 'нет', en: 'none' },
}
const isAdding = { all: { ru: 'да', en: 'yes' }, none: { ru: 'нет', en: 'no' } }

const bots = {
  none: { ru: 'только видит', en: 'only sees' },
  stop: { ru: 'останавливает', en: 'stops' },
  edit: { ru: 'меняет', en: 'edits' },
}

const rights = rightEntities.flatMap((entity) =>
  rightActions.map((action): [string, ChangeWords] => [
    `${entity}.${action}`,
    {
      ru: `${actions[action].ru} ${entities[entity].ru}`,
      en: `${actions[action].en} ${entities[entity].en}`,
      kind: 'choice',
      choices: action === 'add' ? isAdding : reaches,
    },
  ]),
)

/** What may change of a role, as its page calls it. */
export const roleWords: Record<string, ChangeWords> = {
  name: { ru: 'Название', en: 'Name', kind: 'text' },
  ...Object.fromEntries(rights),
  answersClients: { ru: 'Отвечает клиентам', en: 'Answers clients', kind: 'yesNo' },
  incoming: { ru: 'Неразобранное', en: 'Incoming leads', kind: 'yesNo' },
  analytics: { ru: 'Аналитика', en: 'Analytics', kind: 'yesNo' },
  settings: { ru: 'Настройки', en: 'Settings', kind: 'yesNo' },
  bots: { ru: 'Боты', en: 'Bots', kind: 'choice', choices: bots },
  moveTo: { ru: 'Роль вместо неё', en: 'Role in its place', kind: 'role' },
}
