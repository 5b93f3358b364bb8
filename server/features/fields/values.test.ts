import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import type { TestCrm } from '../deals/test-crm.ts'
import { projections } from './projections.ts'
import { addField, changeField, fill, good, openFieldCrm, refused, valuesOf } from './test-fields.ts'

const database = await createTestDatabase()
const { db, pool } = database
const createCrm = await openFieldCrm(database)

let crm: TestCrm
let dealId: number
beforeEach(async () => {
  crm = await createCrm()
  dealId = (await good<{ id: number }>(crm, 'POST', '/deals', { name: 'Кофемашина' })).id
})

const updatedAt = async (): Promise<string> =>
  (await good<{ updatedAt: string }>(crm, 'GET', `/deals/${dealId}`)).updatedAt

async function events(type: string): Promise<{ before: unknown; after: unknown; card: number | null }[]> {
  return db
    .selectFrom('events')
    .select(['before', 'after', 'card_id as card'])
    .where('account_id', '=', crm.accountId)
    .where('type', '=', type)
    .orderBy('id')
    .execute()
}

describe('values', () => {
  test('stand on the row, are told with before and after, and change it once', async () => {
    const [text, sum] = [await addField(crm, 'text'), await addField(crm, 'money')]
    const before = await updatedAt()
    const both = { [text.id]: 'Тверь', [sum.id]: 12.5 }
    expect(
      await fill(crm, `deal/${dealId}`, [
        { fieldId: text.id, value: ' Тверь ' },
        { fieldId: sum.id, value: 12.5 },
      ]),
    ).toEqual(both)
    const after = await updatedAt()
    expect(after > before).toBe(true)
    expect(await fill(crm, `deal/${dealId}`, [{ fieldId: text.id, value: 'Тверь' }])).toEqual(both)
    expect(await updatedAt()).toBe(after)
    expect(await fill(crm, `deal/${dealId}`, [{ fieldId: text.id, value: '' }])).toEqual({ [sum.id]: 12.5 })
    expect(await events('deal.filled')).toEqual([
      {
        before: { fieldId: text.id, value: null },
        after: { fieldId: text.id, value: 'Тверь' },
        card: dealId,
      },
      { before: { fieldId: sum.id, value: null }, after: { fieldId: sum.id, value: 12.5 }, card: dealId },
      {
        before: { fieldId: text.id, value: 'Тверь' },
        after: { fieldId: text.id, value: null },
        card: dealId,
      },
    ])
    expect(await findWrongProjections(pool, projections)).toEqual([])
  })

  test('all or none: one that does not suit is named, and nothing is written', async () => {
    const [text, number] = [await addField(crm, 'text'), await addField(crm, 'number')]
    const details = await refused(crm, 'request.invalid', 'PATCH', `/field-values/deal/${dealId}`, {
      changes: [
        { fieldId: text.id, value: 'Тверь' },
        { fieldId: number.id, value: 'много' },
      ],
    })
    expect(details.fields).toMatchObject([{ path: `fields.${number.id}`, problem: 'invalid_type' }])
    expect(await valuesOf(crm, 'deal', [dealId])).toEqual([{ id: dealId, values: {} }])
  })

  test('nobody’s word is lost silently: who saw another value is told what is there now', async () => {
    const field = await addField(crm, 'text')
    const path = `/field-values/deal/${dealId}`
    await fill(crm, `deal/${dealId}`, [{ fieldId: field.id, value: 'Тверь', seen: null }])
    const mine = { changes: [{ fieldId: field.id, value: 'Клин', seen: null }] }
    expect(await refused(crm, 'field.changed', 'PATCH', path, mine)).toMatchObject({
      field: `fields.${field.id}`,
      current: 'Тверь',
    })
    // Two who mean the same do not stand in each other's way.
    await fill(crm, `deal/${dealId}`, [{ fieldId: field.id, value: 'Тверь', seen: null }])
    expect(await fill(crm, `deal/${dealId}`, [{ fieldId: field.id, value: 'Клин', seen: 'Тверь' }])).toEqual({
      [field.id]: 'Клин',
    })
  })

  test('are for contacts and companies too, each with its own fields', async () => {
    const { contactId } = await crm.write('Марина')
    const [ofContact, ofDeal] = [
      await addField(crm, 'birthday', { kind: 'contact' }),
      await addField(crm, 'text'),
    ]
    expect(await fill(crm, `contact/${contactId}`, [{ fieldId: ofContact.id, value: '1987-05-17' }])).toEqual(
      {
        [ofContact.id]: '1987-05-17',
      },
    )
    const body = { changes: [{ fieldId: ofDeal.id, value: 'Тверь' }] }
    await refused(crm, 'field.not_found', 'PATCH', `/field-values/contact/${contactId}`, body)
    const { rows } = await pool.query<{ id: number }>(
      `insert into companies (account_id, id, root_id, name) select $1, n, n, 'Зерно' from nextval('company_ids') n returning id`,
      [crm.accountId],
    )
    const companyId = rows[0]?.id ?? 0
    const ofCompany = await addField(crm, 'link', { kind: 'company' })
    expect(
      await fill(crm, `company/${companyId}`, [{ fieldId: ofCompany.id, value: 'example.com' }]),
    ).toEqual({ [ofCompany.id]: 'https://example.com' })
    expect(await findWrongProjections(pool, projections)).toEqual([])
  })

  test('a row that one may not see is as if it were not there; one that one may only see stays as it is', async () => {
    const field = await addField(crm, 'text')
    await fill(crm, `deal/${dealId}`, [{ fieldId: field.id, value: 'Тверь' }])
    const blind = await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
    const reader = await crm.addUser({ deals: { edit: 'none' } })
    const body = { changes: [{ fieldId: field.id, value: 'Клин' }] }
    await refused(crm, 'deal.not_found', 'PATCH', `/field-values/deal/${dealId}`, body, blind)
    await refused(crm, 'session.forbidden', 'PATCH', `/field-values/deal/${dealId}`, body, reader)
    expect(await valuesOf(crm, 'deal', [dealId], blind)).toEqual([])
    const other = await createCrm()
    expect(await valuesOf(other, 'deal', [dealId])).toEqual([])
    expect(await valuesOf(crm, 'deal', [dealId], reader)).toHaveLength(1)
  })
})

describe('required on a stage', () => {
  type Stood = { pipelineId: number; stage: { id: number } }
  const stand = (): Promise<Stood> => good(crm, 'GET', `/deals/${dealId}`)

  test('a deal comes there only with the field, given before or in the same step', async () => {
    const field = await addField(crm, 'text', { name: 'Договор' })
    const { pipelineId, stage } = await stand()
    await changeField(crm, field.id, { requiredIn: [{ pipelineId, stageId: 142 }] })
    const details = await refused(crm, 'field.required', 'PATCH', `/deals/${dealId}`, {
      stageId: 142,
      name: 'Другое',
    })
    expect(details.fields).toMatchObject([{ path: `fields.${field.id}`, problem: 'required' }])
    expect(await stand()).toMatchObject({ name: 'Кофемашина', stage: { id: stage.id } })
    const fields = { [field.id]: '№ 7' }
    expect(await good(crm, 'PATCH', `/deals/${dealId}`, { stageId: 142, fields })).toMatchObject({
      stage: { id: 142 },
    })
    expect(await valuesOf(crm, 'deal', [dealId])).toEqual([{ id: dealId, values: fields }])
    const emptied = { changes: [{ fieldId: field.id, value: null }] }
    await refused(crm, 'field.required', 'PATCH', `/field-values/deal/${dealId}`, emptied)
    await good(crm, 'PATCH', `/deals/${dealId}`, { stageId: stage.id })
    await fill(crm, `deal/${dealId}`, [{ fieldId: field.id, value: null }])
  })

  test('nobody makes a card right there without the field; with it, it comes filled in', async () => {
    const ofDeal = await addField(crm, 'text', { name: 'Договор' })
    const ofCustomer = await addField(crm, 'number', { kind: 'customer', name: 'Скидка' })
    const { pipelineId } = await stand()
    const { pipelineId: home, stages } = await good<{ pipelineId: number; stages: { id: number }[] }>(
      crm,
      'GET',
      '/customers/stages',
    )
    const stageId = stages[1]?.id ?? 0
    await changeField(crm, ofDeal.id, { requiredIn: [{ pipelineId, stageId: 142 }] })
    await changeField(crm, ofCustomer.id, { requiredIn: [{ pipelineId: home, stageId }] })
    for (const [path, field, place, value] of [
      ['/deals', ofDeal, { pipelineId, stageId: 142 }, '№ 7'],
      ['/customers', ofCustomer, { stageId }, 5],
    ] as const) {
      const wish = { name: 'Новая', ...place }
      const { fields } = await refused(crm, 'field.required', 'POST', path, wish)
      expect(fields).toMatchObject([{ path: `fields.${field.id}`, problem: 'required' }])
      await refused(crm, 'request.invalid', 'POST', path, { ...wish, fields: { [field.id]: [1] } })
      const filled = { ...wish, fields: { [field.id]: value } }
      const { id } = await good<{ id: number }>(crm, 'POST', path, filled)
      expect(await valuesOf(crm, field.kind, [id])).toEqual([{ id, values: { [field.id]: value } }])
    }
    const { items } = await good<{ items: unknown[] }>(crm, 'GET', '/deals?search=Новая')
    expect(items).toHaveLength(1)
  })

  test.each(['deal', 'customer'] as const)(
    'nor does a conversation without a card get a %s without the field',
    async (kind) => {
      const field = await addField(crm, 'text', { kind, name: 'Откуда узнал' })
      const place = await firstStage(kind)
      await changeField(crm, field.id, { requiredIn: [place] })
      const { number } = await crm.write('Олег')
      await takeCardsOff()
      const path = `/conversations/${number}/${kind}`
      const { fields } = await refused(crm, 'field.required', 'POST', path)
      expect(fields).toMatchObject([{ path: `fields.${field.id}`, problem: 'required' }])
      expect(await good(crm, 'GET', `/conversations/${number}`)).toMatchObject({ row: { card: null } })
      const filled = { [field.id]: 'По совету' }
      const { card } = await good<{ card: { kind: string; id: number } }>(crm, 'POST', path, {
        fields: filled,
      })
      expect(card.kind).toBe(kind)
      expect(await valuesOf(crm, kind, [card.id])).toEqual([{ id: card.id, values: filled }])
    },
  )

  async function firstStage(kind: 'deal' | 'customer'): Promise<{ pipelineId: number; stageId: number }> {
    if (kind === 'deal') {
      const { pipelineId, stage } = await stand()
      return { pipelineId, stageId: stage.id }
    }
    type Home = { pipelineId: number; stages: { id: number }[] }
    const { pipelineId, stages } = await good<Home>(crm, 'GET', '/customers/stages')
    return { pipelineId, stageId: stages[0]?.id ?? 0 }
  }

  /** As if nobody had made a card of any conversation. */
  async function takeCardsOff(): Promise<void> {
    const { accountId } = crm
    await sql`update conversations set card_kind = null, card_id = null where account_id = ${accountId}`.execute(
      db,
    )
    await sql`update deals set conversations = 0, unread_conversations = 0 where account_id = ${accountId}`.execute(
      db,
    )
    await sql`update inbox_counts set card_kind = '' where account_id = ${accountId}`.execute(db)
  }

  test('of many moved at once those without it stay where they are and are told', async () => {
    const field = await addField(crm, 'text')
    const { pipelineId, stage } = await stand()
    await changeField(crm, field.id, { requiredIn: [{ pipelineId, stageId: 142 }] })
    const filled = (await good<{ id: number }>(crm, 'POST', '/deals', { name: 'Готовая' })).id
    await fill(crm, `deal/${filled}`, [{ fieldId: field.id, value: 'есть' }])
    const changes = [dealId, filled].map((id) => ({ dealId: id, stageId: 142 }))
    expect(await good(crm, 'POST', '/deals/changes', { changes })).toMatchObject({
      rows: [{ id: filled, stage: { id: 142 } }],
      before: [{ dealId: filled, stageId: stage.id }],
      after: [{ dealId: filled, stageId: 142 }],
      skipped: [{ dealId, code: 'field.required' }],
    })
    expect(await stand()).toMatchObject({ stage: { id: stage.id } })
  })

  test('who cannot fill the field is not stopped by it, and a stage that is deleted asks for nothing', async () => {
    const field = await addField(crm, 'text')
    const { pipelineId } = await stand()
    const made = await good<{ items: { id: number; stages: { id: number; name: string }[] }[] }>(
      crm,
      'POST',
      `/pipelines/${pipelineId}/stages`,
      { name: 'Проверка', color: 'teal' },
    )
    const stageId = made.items[0]?.stages.find(({ name }) => name === 'Проверка')?.id ?? 0
    const requiredIn = [{ pipelineId, stageId }]
    await changeField(crm, field.id, { requiredIn, visibleTo: [] })
    const boris = await crm.addUser()
    await refused(crm, 'field.required', 'PATCH', `/deals/${dealId}`, { stageId })
    await good(crm, 'PATCH', `/deals/${dealId}`, { stageId }, boris)
    await good(crm, 'PATCH', `/deals/${dealId}`, { stageId: 143 })
    await good(crm, 'DELETE', `/pipelines/${pipelineId}/stages/${stageId}`, {})
    const { fields } = await good<{ fields: { requiredIn: unknown[] }[] }>(crm, 'GET', '/fields')
    expect(fields[0]?.requiredIn).toEqual([])
  })
})

describe('lists of deals', () => {
  test('are narrowed by fields of every type, also on the board and in totals', async () => {
    const other = await good<{ id: number; pipelineId: number }>(crm, 'POST', '/deals', { name: 'Другая' })
    const make = async (type: Parameters<typeof addField>[1], choices: string[] = []) =>
      addField(crm, type, { choices })
    const [text, number, day, time, tick] = [
      await make('text'),
      await make('number'),
      await make('date'),
      await make('datetime'),
      await make('checkbox'),
    ]
    const several = await make('multiselect', ['раз', 'два'])
    const [one = 0, two = 0] = several.choices.map(({ id }) => id)
    await fill(crm, `deal/${dealId}`, [
      { fieldId: text.id, value: '100 % Арабика_1' },
      { fieldId: number.id, value: 7.5 },
      { fieldId: day.id, value: '2026-11-26' },
      // In Moscow it is the 27th already.
      { fieldId: time.id, value: '2026-11-26T21:30:00Z' },
      { fieldId: tick.id, value: true },
      { fieldId: several.id, value: [one, two] },
    ])
    const cases: [string, string[]][] = [
      [`${text.id}:like:${encodeURIComponent('% араб')}`, ['Кофемашина']],
      [`${text.id}:like:${encodeURIComponent('арабика%1')}`, []],
      [`${number.id}:between:7.5..8`, ['Кофемашина']],
      [`${number.id}:between:..7`, []],
      [`${day.id}:within:2026-11-26..2026-11-26`, ['Кофемашина']],
      [`${day.id}:within:2026-11-27..`, []],
      [`${time.id}:within:2026-11-27..2026-11-27`, ['Кофемашина']],
      [`${time.id}:within:..2026-11-26`, []],
      [`${tick.id}:filled`, ['Кофемашина']],
      [`${tick.id}:empty`, ['Другая']],
      [`${several.id}:any:${two}`, ['Кофемашина']],
      [`${several.id}:any:${one},${two};${tick.id}:filled`, ['Кофемашина']],
      [`${several.id}:any:${one};${tick.id}:empty`, []],
      ['999999:filled', []],
      ['999999:empty', []],
    ]
    for (const [condition, expected] of cases) {
      const query = `fields=${encodeURIComponent(condition)}`
      const { items } = await good<{ items: { name: string }[] }>(crm, 'GET', `/deals?${query}`)
      expect([condition, items.map(({ name }) => name)]).toEqual([condition, expected])
      const { stages } = await good<{ stages: { count: number }[] }>(crm, 'GET', `/deals/totals?${query}`)
      expect(stages.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length)
      const board = await good<{ stages: { items: unknown[] }[] }>(
        crm,
        'GET',
        `/deals/board?pipelineId=${other.pipelineId}&${query}`,
      )
      expect(board.stages.flatMap(({ items: cards }) => cards)).toHaveLength(expected.length)
    }
  })

  test('a condition that is none is refused by name', async () => {
    const details = await refused(crm, 'request.invalid', 'GET', '/deals?fields=1:maybe:2')
    expect(details.fields).toMatchObject([{ path: 'fields' }])
  })
})
