import { beforeEach, describe, expect, test } from 'vitest'
import type { Fields } from '#contract/fields'
import { createTestDatabase } from '#lib/test-database'
import type { TestCrm } from '../deals/test-crm.ts'
import { addField, changeField, fill, good, openFieldCrm, refused, valuesOf } from './test-fields.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openFieldCrm(database)

let crm: TestCrm
beforeEach(async () => {
  crm = await createCrm()
})

const list = (userId = crm.adminId): Promise<Fields> => good(crm, 'GET', '/fields', undefined, userId)
const names = async (userId = crm.adminId): Promise<string[]> =>
  (await list(userId)).fields.map(({ name }) => name)

async function roleOf(userId: number): Promise<number> {
  const row = await db
    .selectFrom('users')
    .select('role_id')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return row.role_id
}

async function addDeal(name = 'Кофемашина'): Promise<number> {
  return (await good<{ id: number }>(crm, 'POST', '/deals', { name })).id
}

describe('fields of an account', () => {
  test('are made, renamed, put in order and into blocks; everybody sees them as they are', async () => {
    const [one, two] = [
      await addField(crm, 'text', { name: 'Город' }),
      await addField(crm, 'date', { name: 'Срок' }),
    ]
    expect(await names()).toEqual(['Город', 'Срок'])
    await changeField(crm, two.id, { beforeId: one.id })
    expect(await names()).toEqual(['Срок', 'Город'])
    await changeField(crm, one.id, { name: 'Город доставки', seenName: 'Город' })
    const { groups } = await good<Fields>(crm, 'POST', '/field-groups', { kind: 'deal', name: 'Доставка' })
    const groupId = groups[0]?.id ?? 0
    await changeField(crm, one.id, { groupId, beforeId: null })
    expect((await list(await crm.addUser())).fields).toMatchObject([
      { name: 'Срок', groupId: null },
      { name: 'Город доставки', groupId, kind: 'deal', type: 'text', isVisible: true, isEditable: true },
    ])
    await good(crm, 'DELETE', `/field-groups/${groupId}`)
    expect(await list()).toMatchObject({ groups: [], fields: [{ groupId: null }, { groupId: null }] })
  })

  test('two who rename one field: the second is told the name that is there now', async () => {
    const field = await addField(crm, 'text', { name: 'Город' })
    await changeField(crm, field.id, { name: 'Место', seenName: 'Город' })
    const told = await refused(crm, 'settings.changed_meanwhile', 'PATCH', `/fields/${field.id}`, {
      name: 'Адрес',
      seenName: 'Город',
    })
    expect(told).toMatchObject({ field: 'name', current: 'Место' })
    await changeField(crm, field.id, { name: 'Место', seenName: 'Город' })
    expect(await names()).toEqual(['Место'])
  })

  test('a field that was taken away keeps its values and comes back with them', async () => {
    const field = await addField(crm, 'text', { name: 'Город' })
    const dealId = await addDeal()
    await fill(crm, `deal/${dealId}`, [{ fieldId: field.id, value: 'Тверь' }])
    await good(crm, 'DELETE', `/fields/${field.id}`)
    expect(await valuesOf(crm, 'deal', [dealId])).toEqual([{ id: dealId, values: {} }])
    expect(await list()).toMatchObject({ fields: [{ id: field.id, isArchived: true }] })
    const boris = await crm.addUser()
    expect(await names(boris)).toEqual([])
    const body = { changes: [{ fieldId: field.id, value: 'Клин' }] }
    await refused(crm, 'field.not_found', 'PATCH', `/field-values/deal/${dealId}`, body)
    await changeField(crm, field.id, { isArchived: false })
    expect(await valuesOf(crm, 'deal', [dealId], boris)).toEqual([
      { id: dealId, values: { [field.id]: 'Тверь' } },
    ])
  })

  test('choices are added, renamed, put in order; one taken away stays where it was chosen', async () => {
    const field = await addField(crm, 'select', { choices: ['Малый', 'Большой'] })
    const [small = 0, big = 0] = field.choices.map(({ id }) => id)
    const path = `/fields/${field.id}/choices`
    await refused(crm, 'field_choice.taken', 'POST', path, { name: 'малый' })
    const { fields } = await good<Fields>(crm, 'POST', path, { name: 'Средний' })
    const middle = fields[0]?.choices.at(-1)?.id ?? 0
    await good(crm, 'PATCH', `${path}/${middle}`, { beforeId: big })
    await good(crm, 'PATCH', `${path}/${small}`, { name: 'Крошечный', seenName: 'Малый' })
    const dealId = await addDeal()
    await fill(crm, `deal/${dealId}`, [{ fieldId: field.id, value: big }])
    await good(crm, 'DELETE', `${path}/${big}`)
    expect((await list()).fields[0]?.choices).toEqual([
      { id: small, name: 'Крошечный', isArchived: false },
      { id: middle, name: 'Средний', isArchived: false },
      { id: big, name: 'Большой', isArchived: true },
    ])
    expect(await fill(crm, `deal/${dealId}`, [{ fieldId: field.id, value: big }])).toEqual({
      [field.id]: big,
    })
    const other = await addDeal('Другая')
    const details = await refused(crm, 'request.invalid', 'PATCH', `/field-values/deal/${other}`, {
      changes: [{ fieldId: field.id, value: big }],
    })
    expect(details.fields).toMatchObject([{ path: `fields.${field.id}`, problem: 'invalid_value' }])
    await good(crm, 'PATCH', `${path}/${big}`, { isArchived: false })
    expect(await fill(crm, `deal/${other}`, [{ fieldId: field.id, value: big }])).toEqual({ [field.id]: big })
  })

  test('only fields of choices have choices, and only cards have stages to be required in', async () => {
    const text = await addField(crm, 'text')
    await refused(crm, 'request.invalid', 'POST', `/fields/${text.id}/choices`, { name: 'Ещё' })
    await refused(crm, 'request.invalid', 'POST', '/fields', {
      kind: 'deal',
      name: 'Число',
      type: 'number',
      choices: ['один'],
    })
    const ofContact = await addField(crm, 'text', { kind: 'contact' })
    const { pipelineId, stage } = await good<{ pipelineId: number; stage: { id: number } }>(
      crm,
      'POST',
      '/deals',
      { name: 'Сделка' },
    )
    await refused(crm, 'request.invalid', 'PATCH', `/fields/${ofContact.id}`, {
      requiredIn: [{ pipelineId, stageId: stage.id }],
    })
  })

  test('what changes of them is told in events, who did it and what it was', async () => {
    const field = await addField(crm, 'text', { name: 'Город' })
    await changeField(crm, field.id, { name: 'Место' })
    await changeField(crm, field.id, { beforeId: null })
    await good(crm, 'DELETE', `/fields/${field.id}`)
    await changeField(crm, field.id, { isArchived: false })
    const events = await db
      .selectFrom('events')
      .select(['type', 'before', 'after', 'actor_id as by'])
      .where('account_id', '=', crm.accountId)
      .where('subject_kind', '=', 'field')
      .orderBy('id')
      .execute()
    const by = crm.adminId
    expect(events).toEqual([
      { type: 'field.created', before: null, after: { kind: 'deal', name: 'Город', type: 'text' }, by },
      { type: 'field.changed', before: { name: 'Город' }, after: { name: 'Место' }, by },
      { type: 'field.archived', before: { name: 'Место' }, after: null, by },
      { type: 'field.restored', before: null, after: { name: 'Место' }, by },
    ])
  })
})

describe('roles', () => {
  test('a field for some roles is not there for the others: not in lists, values, filters or the feed', async () => {
    const [secret, open] = [
      await addField(crm, 'text', { name: 'Наценка' }),
      await addField(crm, 'text', { name: 'Город' }),
    ]
    const [boris, vera] = [await crm.addUser(), await crm.addUser()]
    await changeField(crm, secret.id, { visibleTo: [await roleOf(boris)] })
    const dealId = await addDeal()
    await fill(crm, `deal/${dealId}`, [
      { fieldId: secret.id, value: 'тридцать' },
      { fieldId: open.id, value: 'Тверь' },
    ])
    expect(await names(boris)).toEqual(['Наценка', 'Город'])
    expect(await names(vera)).toEqual(['Город'])
    expect(await valuesOf(crm, 'deal', [dealId], vera)).toEqual([
      { id: dealId, values: { [open.id]: 'Тверь' } },
    ])
    const body = { changes: [{ fieldId: secret.id, value: 'сорок' }] }
    await refused(crm, 'field.not_found', 'PATCH', `/field-values/deal/${dealId}`, body, vera)
    const found = async (userId: number, condition: string): Promise<number> => {
      const query = `/deals?fields=${encodeURIComponent(condition)}`
      return (await good<{ items: unknown[] }>(crm, 'GET', query, undefined, userId)).items.length
    }
    for (const is of ['like:тридцать', 'filled', 'empty']) {
      expect([is, await found(vera, `${secret.id}:${is}`)]).toEqual([is, 0])
    }
    expect(await found(boris, `${secret.id}:like:тридцать`)).toBe(1)
    const feed = async (userId: number): Promise<string> =>
      JSON.stringify(await good(crm, 'GET', `/cards/deal/${dealId}/feed`, undefined, userId))
    expect(await feed(boris)).toContain('тридцать')
    expect(await feed(vera)).toContain('Тверь')
    expect(await feed(vera)).not.toContain('тридцать')
  })

  test('a field may be seen by more than may fill it', async () => {
    const field = await addField(crm, 'text', { name: 'Скидка' })
    const boris = await crm.addUser()
    await changeField(crm, field.id, { editableBy: [] })
    expect((await list(boris)).fields).toMatchObject([{ isVisible: true, isEditable: false }])
    const dealId = await addDeal()
    const body = { changes: [{ fieldId: field.id, value: '5 %' }] }
    await refused(crm, 'session.forbidden', 'PATCH', `/field-values/deal/${dealId}`, body, boris)
    await fill(crm, `deal/${dealId}`, [{ fieldId: field.id, value: '5 %' }])
    expect(await valuesOf(crm, 'deal', [dealId], boris)).toEqual([
      { id: dealId, values: { [field.id]: '5 %' } },
    ])
  })
})
