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
    { what: 'Видит сделки', before: 'все', after: 'своей группы' },
    { what: 'Создаёт контакты', before: 'да', after: 'нет' },
    { what: 'Аналитика', before: 'да', after: 'нет' },
    { what: 'Боты', before: 'только видит', after: 'останавливает' },
  ])
})

test('sums and days are written as on the screens', () => {
  const told = (language: 'ru' | 'en', amount: number): (string | null)[] =>
    tellChanges(
      {
        type: 'deal.changed',
        road: 'hand',
        before: { budget: 0.5, nextPurchaseOn: '2026-11-27' },
        after: { budget: amount, nextPurchaseOn: null },
      },
      { ...names, language },
    ).flatMap(({ before, after }) => [before, after].map((each) => each?.replaceAll(/\s/g, ' ') ?? null))
  expect(told('en', 4380)).toEqual(['₽0.50', '₽4,380', '27 Nov 2026', null])
  expect(told('ru', 4380)).toEqual(['0,50 ₽', '4 380 ₽', '27 нояб. 2026 г.', null])
})
