import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { mostSavedViews } from '#contract/saved-views'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { routes } from './routes.ts'

const database = await createTestDatabase()
const createCrm = await openCrm(database, (deps) => routes(deps))

let crm: TestCrm
let boris = 0
beforeAll(async () => {
  crm = await createCrm()
  boris = await crm.addUser()
})

type Item = {
  id: string
  name: string
  isShared: boolean
  canChange: boolean
  isDefault: boolean
  filter: object
}

const ofDeals = {
  search: '',
  pipelineId: null,
  stageIds: [],
  responsibleUserIds: [],
  talks: 'read',
  channelIds: [],
  createdFrom: null,
  createdTo: null,
  closedFrom: null,
  closedTo: null,
  budgetFrom: null,
  budgetTo: null,
  tagIds: [],
  fields: [],
  sort: 'updated',
  isAscending: false,
}
const lists = [
  ['/saved-views', ofDeals],
  ['/imbox-views', { card: 'none', stage: [{ pipelineId: 1, stageId: null }], sort: 'waiting' }],
] as const

async function all(path: string, userId: number): Promise<Item[]> {
  const { body } = await crm.call(userId, 'GET', path)
  return (body as { items: Item[] }).items
}
const names = async (path: string, userId: number): Promise<string[]> =>
  (await all(path, userId)).map(({ name }) => name)

test.each(lists)(
  '%s: one’s own are one’s own; a shared one is changed by its author and by who may change settings',
  async (path, filter) => {
    const own = { id: randomUUID(), name: 'Свой', filter }
    const shared = { id: randomUUID(), name: 'Общий', filter, isShared: true }
    const ofAdmin = { ...shared, id: randomUUID(), name: 'От начальника' }
    await crm.call(boris, 'POST', path, own)
    await crm.call(boris, 'POST', path, own)
    await crm.call(boris, 'POST', path, shared)
    await crm.call(crm.adminId, 'POST', path, ofAdmin)
    expect(await names(path, boris)).toEqual(['Свой', 'Общий', 'От начальника'])
    expect(await names(path, crm.adminId)).toEqual(['Общий', 'От начальника'])
    const tries = [
      await crm.call(boris, 'PATCH', `${path}/${ofAdmin.id}`, { name: 'Мой' }),
      await crm.call(boris, 'DELETE', `${path}/${ofAdmin.id}`),
      await crm.call(crm.adminId, 'DELETE', `${path}/${own.id}`),
      await crm.call(boris, 'PATCH', `${path}/${shared.id}`, { name: 'Для всех' }),
      await crm.call(crm.adminId, 'PATCH', `${path}/${shared.id}`, { name: 'Для каждого' }),
    ]
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 404, 200, 200])
    expect((await all(path, boris)).map(({ name, canChange }) => [name, canChange])).toEqual([
      ['Свой', true],
      ['Для каждого', true],
      ['От начальника', false],
    ])
  },
)

test.each(lists)('%s: everybody has an order and a default of his own', async (path) => {
  const [first, second, third] = await all(path, boris)
  const viewIds = [third?.id, first?.id]
  expect(
    (await crm.call(boris, 'PUT', `${path}/arrangement`, { viewIds, defaultId: third?.id })).status,
  ).toBe(200)
  expect((await all(path, boris)).map(({ id, isDefault }) => [id, isDefault])).toEqual([
    [third?.id, true],
    [first?.id, false],
    [second?.id, false],
  ])
  expect((await all(path, crm.adminId)).some(({ isDefault }) => isDefault)).toBe(false)
  const strange = await crm.call(crm.adminId, 'PUT', `${path}/arrangement`, {
    viewIds: [],
    defaultId: first?.id,
  })
  expect(strange).toMatchObject({ status: 404, body: { error: { code: 'saved_view.not_found' } } })
})

test.each(lists)('%s: a deleted view is gone for all, and comes back as it was', async (path) => {
  const before = await all(path, boris)
  const shared = before.find(({ isShared, canChange }) => isShared && canChange)
  await crm.call(crm.adminId, 'DELETE', `${path}/${shared?.id}`)
  expect(await names(path, boris)).not.toContain(shared?.name)
  expect((await crm.call(crm.adminId, 'PATCH', `${path}/${shared?.id}`, { name: 'x' })).status).toBe(404)
  expect((await crm.call(crm.adminId, 'POST', `${path}/${shared?.id}/restoration`)).status).toBe(200)
  expect(await all(path, boris)).toEqual(before)
})

test('views of one list are none of the other, and each has so many at most', async () => {
  const [deals, imbox] = lists
  const [view] = await all(deals[0], boris)
  expect((await crm.call(boris, 'DELETE', `${imbox[0]}/${view?.id}`)).status).toBe(404)
  const left = mostSavedViews - (await all(imbox[0], boris)).filter(({ isShared }) => !isShared).length
  for (let made = 0; made < left; made += 1) {
    await crm.call(boris, 'POST', imbox[0], { id: randomUUID(), name: `${made}`, filter: imbox[1] })
  }
  expect(
    await crm.call(boris, 'POST', imbox[0], { id: randomUUID(), name: 'Лишний', filter: imbox[1] }),
  ).toMatchObject({
    status: 409,
    body: { error: { code: 'saved_view.too_many' } },
  })
})
