import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { changeCustomers, CustomerRow } from '#contract/customers'
import type { EndpointOutput } from '#contract/endpoint'
import * as fields from '#features/fields'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database, (deps) => fields.routes(deps))

type Page = { items: CustomerRow[]; next: string | null }
type Column = Page & { stageId: number; count: number }

let crm: TestCrm
let anna: number
let boris: number
let stageIds: number[]
const made: number[] = []

/** Nine customers in two stages, of two colleagues in turn. */
beforeAll(async () => {
  crm = await createCrm()
  anna = crm.adminId
  boris = await crm.addUser({ customers: { view: 'own', edit: 'own' } })
  const { stages } = await ask<{ stages: { id: number }[] }>('GET', '/customers/stages')
  stageIds = stages.map(({ id }) => id)
  for (let each = 0; each < 9; each += 1) {
    const wish = { name: `Кафе ${each}`, stageId: stageIds[each % 2] }
    const { id } = await ask<{ id: number }>('POST', '/customers', wish)
    made.push(id)
    if (each % 3 === 0) await ask('PATCH', `/customers/${id}`, { responsibleUserId: boris })
  }
})

async function ask<Body>(
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: object,
  userId = anna,
): Promise<Body> {
  const answer = await crm.call(userId, method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as Body
}

test.each([
  ['all', () => anna, () => ''],
  ['of a colleague', () => anna, () => `&responsibleUserId=${boris}`],
  ['of nobody or a colleague', () => anna, () => `&responsibleUserId=0,${boris}`],
  ['with a name', () => anna, () => '&search=кафе'],
  ['without conversations', () => anna, () => '&talks=none'],
  ['that one sees', () => boris, () => ''],
])('the board has of each stage what its list has: %s', async (_what, who, filter) => {
  const { stages } = await ask<{ stages: Column[] }>(
    'GET',
    `/customers/board?limit=2${filter()}`,
    undefined,
    who(),
  )
  expect(stages.map(({ stageId }) => stageId)).toEqual(stageIds)
  for (const { stageId, count, ...page } of stages) {
    const list = (limit: number): Promise<Page> =>
      ask('GET', `/customers?limit=${limit}&stageId=${stageId}${filter()}`, undefined, who())
    expect(page).toEqual(await list(2))
    expect(count).toBe((await list(100)).items.length)
  }
})

test('the board of some stages has these only', async () => {
  const { stages } = await ask<{ stages: Column[] }>('GET', `/customers/board?stageId=${stageIds[1]}`)
  expect(stages).toMatchObject([{ stageId: stageIds[1], count: 4 }])
})

describe('many at once', () => {
  type Outcome = EndpointOutput<typeof changeCustomers>
  const change = (changes: object[], userId = anna): Promise<Outcome> =>
    ask('POST', '/customers/changes', { changes }, userId)
  const standing = async (customerId: number): Promise<object> => {
    const { stage, responsibleUserId } = await ask<CustomerRow>('GET', `/customers/${customerId}`)
    return { customerId, stageId: stage.id, responsibleUserId }
  }

  test('get another responsible and stage, each with its event, and are put back where nobody has changed them since', async () => {
    const [one = 0, other = 0] = made.slice(1, 3)
    const before = [await standing(one), await standing(other)]
    const wish = { responsibleUserId: boris, stageId: stageIds[2] }
    const given = await change([one, other].map((customerId) => ({ customerId, ...wish })))
    expect(given).toMatchObject({ before, after: [wish, wish], skipped: [] })
    expect(given.rows.map(({ id }) => id)).toEqual([one, other])
    const { rows } = await sql<{ type: string }>`select type from events where account_id = ${crm.accountId}
      and card_id = ${one} order by at, id`.execute(db)
    expect(rows.map(({ type }) => type)).toEqual([
      'customer.created',
      'customer.moved',
      'customer.reassigned',
    ])
    await ask('PATCH', `/customers/${other}`, { responsibleUserId: null })
    const undone = await change(given.before.map((stood) => ({ ...stood, seen: wish })))
    expect(undone).toMatchObject({
      rows: [{ id: one }],
      skipped: [{ customerId: other, code: 'card.changed_meanwhile' }],
    })
    expect(await standing(one)).toEqual(before[0])
  })

  test('those one may not see or edit, and those that the stage asks more of, are left as they are', async () => {
    const own = made[0] ?? 0
    const [foreign = 0] = made.slice(4, 5)
    const reader = await crm.addUser({ customers: { view: 'all', edit: 'none' } })
    expect(await change([{ customerId: own, responsibleUserId: null }], reader)).toMatchObject({
      rows: [],
      skipped: [{ customerId: own, code: 'session.forbidden' }],
    })
    expect(
      await change(
        [own, foreign, 999_999].map((customerId) => ({ customerId, responsibleUserId: boris })),
        boris,
      ),
    ).toMatchObject({
      rows: [{ id: own }],
      skipped: [
        { customerId: foreign, code: 'customer.not_found' },
        { customerId: 999_999, code: 'customer.not_found' },
      ],
    })
    const { fields: all } = await ask<{ fields: { id: number }[] }>('POST', '/fields', {
      kind: 'customer',
      name: 'Скидка',
      type: 'number',
    })
    const fieldId = all.at(-1)?.id ?? 0
    const { pipelineId } = await ask<{ pipelineId: number }>('GET', '/customers/stages')
    const requiredIn = [{ pipelineId, stageId: stageIds[3] }]
    await ask('PATCH', `/fields/${fieldId}`, { requiredIn })
    const move = { customerId: own, stageId: stageIds[3] }
    expect(await change([move])).toMatchObject({
      rows: [],
      skipped: [{ customerId: own, code: 'field.required' }],
    })
    const filled = { stageId: stageIds[3], fields: { [fieldId]: 5 } }
    expect(await ask('PATCH', `/customers/${own}`, filled)).toMatchObject({ stage: { id: stageIds[3] } })
  })

  test('what is not there to be given changes nobody', async () => {
    const [customerId = 0] = made
    const before = await standing(customerId)
    for (const [code, wish] of [
      ['user.not_found', { responsibleUserId: 999_999 }],
      ['stage.not_found', { stageId: 999_999 }],
    ] as const) {
      const { body } = await crm.call(anna, 'POST', '/customers/changes', {
        changes: [{ customerId, ...wish }],
      })
      expect(body).toMatchObject({ error: { code } })
    }
    expect(await standing(customerId)).toEqual(before)
  })
})
