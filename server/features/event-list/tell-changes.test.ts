import { expect, test } from 'vitest'
import type { Names } from './names.ts'
import { tellChanges } from './tell-changes.ts'

const names: Names = {
  language: 'ru',
  timeZone: 'Europe/Moscow',
  currency: 'RUB',
  pipelineName: (id) => (id === 2 ? 'Опт' : null),
  stageName: () => null,
  nameOf: (kind, id) => (kind === 'user' && id === 7 ? 'Анна' : null),
  field: () => null,
  blockName: () => null,
}

test.each([
  ['name', 'Бот', 'Магазин', ['Название', 'Бот', 'Магазин']],
  ['pipelineId', null, 2, ['Воронка', null, 'Опт']],
  ['responsibleUserId', 7, null, ['Ответственный', 'Анна', null]],
  ['incomingLeads', false, true, ['Неразобранное', 'нет', 'да']],
  ['newConversationRule', 'account', 'always_new', ['Новая беседа', 'как в аккаунте', 'всегда новая сделка']],
  [
    'responseTime',
    { kind: 'off' },
    { kind: 'own', limitMinutes: 15 },
    ['Время на ответ', 'без срока', '15 мин'],
  ],
  ['silenceHours', 0, 24, ['Закрывать после молчания, ч', '0', '24']],
  ['origins', [], ['a.ru', 'b.ru'], ['Адреса сайта', null, 'a.ru, b.ru']],
  ['token', null, 'given_anew', ['Токен', null, 'указан заново']],
])('what of a channel was changed is told in the words of its page: %s', (key, before, after, told) => {
  const [what, was, is] = told
  const changed = {
    type: 'channel.changed',
    road: 'hand',
    before: { [key]: before },
    after: { [key]: after },
  } as const
  expect(tellChanges(changed, names)).toEqual([{ what, before: was, after: is }])
})

test('of a role its rights are told one by one, in the words of its page', () => {
  const before = { 'deals.view': 'all', 'contacts.add': 'all', analytics: true, bots: 'none' }
  const after = { 'deals.view': 'group', 'contacts.add': 'none', analytics: false, bots: 'stop' }
  expect(tellChanges({ type: 'role.changed', road: 'hand', before, after }, names)).toEqual([
    { what: 'Сделки: видит', before: 'все', after: 'своей группы' },
    { what: 'Контакты: создаёт', before: 'да', after: 'нет' },
    { what: 'Аналитика', before: 'да', after: 'нет' },
    { what: 'Боты', before: 'только видит', after: 'останавливает' },
  ])
})
