import { beforeAll, describe, expect, test } from 'vitest'
import type { FieldView } from '#contract/fields'
import { createTestDatabase } from '#lib/test-database'
import type { TestCrm } from '../deals/test-crm.ts'
import { addField, changeField, fill, good, openFieldCrm, refused } from './test-fields.ts'

const database = await createTestDatabase()
const createCrm = await openFieldCrm(database)

type Made = { id: number }
type Listed = { items: { name: string }[] }

let crm: TestCrm
beforeAll(async () => {
  crm = await createCrm()
})

const lists = [
  ['contact', '/contacts'],
  ['company', '/companies'],
  ['customer', '/customers'],
] as const

async function found(path: string, condition: string, userId = crm.adminId): Promise<string[]> {
  const query = `${path}?fields=${encodeURIComponent(condition)}`
  const { items } = await good<Listed>(crm, 'GET', query, undefined, userId)
  return items.map(({ name }) => name)
}

describe.each(lists)('the list of each %s', (kind, path) => {
  let text: FieldView
  let number: FieldView
  let several: FieldView

  beforeAll(async () => {
    await good<Made>(crm, 'POST', path, { name: 'Второй' })
    const { id } = await good<Made>(crm, 'POST', path, { name: 'Первый' })
    text = await addField(crm, 'text', { kind })
    number = await addField(crm, 'number', { kind })
    several = await addField(crm, 'multiselect', { kind, choices: ['раз', 'два'] })
    await fill(crm, `${kind}/${id}`, [
      { fieldId: text.id, value: '100 % Арабика_1' },
      { fieldId: number.id, value: 7.5 },
      { fieldId: several.id, value: several.choices.map((choice) => choice.id) },
    ])
  })

  test('is narrowed by fields, by all that are named', async () => {
    const choice = several.choices[1]?.id
    const cases: [string, string[]][] = [
      [`${text.id}:like:${encodeURIComponent('% араб')}`, ['Первый']],
      [`${number.id}:between:7.5..8;${several.id}:any:${choice}`, ['Первый']],
      [`${number.id}:between:..7;${several.id}:any:${choice}`, []],
      [`${text.id}:empty`, ['Второй']],
      [`${several.id}:filled`, ['Первый']],
      ['999999:empty', []],
    ]
    for (const [condition, names] of cases) expect(await found(path, condition)).toEqual(names)
  })

  test('a field of another kind of things, and one that the role does not see, are as if not there', async () => {
    const other = await addField(crm, 'text', { kind: 'deal' })
    expect(await found(path, `${other.id}:empty`)).toEqual([])
    const colleague = await crm.addUser()
    expect(await found(path, `${text.id}:filled`, colleague)).toEqual(['Первый'])
    await changeField(crm, text.id, { visibleTo: [] })
    expect(await found(path, `${text.id}:filled`, colleague)).toEqual([])
    expect(await found(path, `${text.id}:empty`, colleague)).toEqual([])
  })

  test('a condition that is none is refused by name', async () => {
    const details = await refused(crm, 'request.invalid', 'GET', `${path}?fields=1:maybe:2`)
    expect(details.fields).toMatchObject([{ path: 'fields' }])
  })
})

test('the board of customers is narrowed like their list, and so are its counts', async () => {
  const field = await addField(crm, 'checkbox', { kind: 'customer', name: 'Опт' })
  const { id } = await good<Made>(crm, 'POST', '/customers', { name: 'Оптовый' })
  await fill(crm, `customer/${id}`, [{ fieldId: field.id, value: true }])
  const { stages } = await good<{ stages: { items: { name: string }[]; count: number }[] }>(
    crm,
    'GET',
    `/customers/board?fields=${field.id}:filled`,
  )
  expect(stages.flatMap(({ items }) => items.map(({ name }) => name))).toEqual(['Оптовый'])
  expect(stages.reduce((sum, { count }) => sum + count, 0)).toBe(1)
})
