import { beforeEach, describe, expect, test } from 'vitest'
import { mostTagsOfOne, type TagMark, type TagView } from '#contract/tags'
import { createTestDatabase } from '#lib/test-database'
import type { TestCrm } from '../deals/test-crm.ts'
import { good, openFieldCrm, refused } from '../fields/test-fields.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openFieldCrm(database)

let crm: TestCrm
let dealId: number
beforeEach(async () => {
  crm = await createCrm()
  dealId = await addDeal('Кофемашина')
})

const addDeal = async (name: string): Promise<number> =>
  (await good<{ id: number }>(crm, 'POST', '/deals', { name })).id
const list = async (): Promise<TagView[]> => (await good<{ items: TagView[] }>(crm, 'GET', '/tags')).items
const put = async (
  path: string,
  body: { add?: string[]; removeIds?: number[] },
  userId = crm.adminId,
): Promise<TagMark[]> => (await good<{ tags: TagMark[] }>(crm, 'POST', `/tags/of/${path}`, body, userId)).tags
const namesOf = (tags: readonly { name: string }[]): string[] => tags.map(({ name }) => name)

async function idOf(name: string): Promise<number> {
  const tag = (await list()).find((each) => each.name === name)
  if (!tag) throw new Error(`No tag ${name}`)
  return tag.id
}

async function rowTags(id = dealId): Promise<string[]> {
  const { items } = await good<{ items: { id: number; tags: TagMark[] }[] }>(crm, 'GET', '/deals')
  return namesOf(items.find((row) => row.id === id)?.tags ?? [])
}

describe('tags of a row', () => {
  test('are made as they are put on, once in whatever case of letters, and shown with it', async () => {
    expect(namesOf(await put(`deal/${dealId}`, { add: ['срочно', 'VIP', 'vip'] }))).toEqual(['vip', 'срочно'])
    expect(namesOf(await put(`deal/${dealId}`, { add: ['Срочно'] }))).toEqual(['vip', 'срочно'])
    expect(namesOf(await list())).toEqual(['vip', 'срочно'])
    expect(await rowTags()).toEqual(['vip', 'срочно'])
    expect(await good(crm, 'GET', `/deals/${dealId}`)).toMatchObject({
      tags: [{ name: 'vip' }, { name: 'срочно' }],
    })
  })

  test('of one kind of rows are not those of another', async () => {
    const { contactId } = await crm.write('Марина')
    await put(`deal/${dealId}`, { add: ['опт'] })
    await put(`contact/${contactId}`, { add: ['опт'] })
    expect((await list()).map(({ kind, name }) => [kind, name])).toEqual([
      ['contact', 'опт'],
      ['deal', 'опт'],
    ])
    expect(await good(crm, 'GET', `/contacts/${contactId}`)).toMatchObject({ tags: [{ name: 'опт' }] })
    const [ofContact] = await list()
    const found = await good<{ items: { id: number }[] }>(crm, 'GET', `/contacts?tagId=${ofContact?.id}`)
    expect(found.items.map(({ id }) => id)).toEqual([contactId])
  })

  test('are told in one event a change, with what came and what went; nothing is told of nothing', async () => {
    await put(`deal/${dealId}`, { add: ['срочно'] })
    const removeIds = [await idOf('срочно')]
    await put(`deal/${dealId}`, { add: ['опт'], removeIds })
    await put(`deal/${dealId}`, { add: ['опт'], removeIds })
    const events = await db
      .selectFrom('events')
      .select(['before', 'after', 'card_id as card'])
      .where('account_id', '=', crm.accountId)
      .where('type', '=', 'deal.tagged')
      .orderBy('id')
      .execute()
    const tag = async (name: string, id?: number) => ({ id: id ?? (await idOf(name)), name })
    const [urgent, bulk] = [await tag('срочно', removeIds[0]), await tag('опт')]
    expect(events).toEqual([
      { before: { tags: [] }, after: { tags: [urgent] }, card: dealId },
      { before: { tags: [urgent] }, after: { tags: [bulk] }, card: dealId },
    ])
  })

  test('are at most so many', async () => {
    const names = Array.from({ length: mostTagsOfOne }, (_each, place) => `тег ${place}`)
    await put(`deal/${dealId}`, { add: names })
    await refused(crm, 'tag.too_many', 'POST', `/tags/of/deal/${dealId}`, { add: ['ещё один'] })
    expect(await rowTags()).toHaveLength(mostTagsOfOne)
  })

  test('a row that one may not see is as if it were not there; who may only see it puts nothing on', async () => {
    const blind = await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
    const reader = await crm.addUser({ deals: { edit: 'none' } })
    const body = { add: ['срочно'] }
    await refused(crm, 'deal.not_found', 'POST', `/tags/of/deal/${dealId}`, body, blind)
    await refused(crm, 'session.forbidden', 'POST', `/tags/of/deal/${dealId}`, body, reader)
    expect(await list()).toEqual([])
  })
})

describe('many rows at once', () => {
  test('get a tag; those that one may not see or edit are told, and it is undone row by row', async () => {
    const other = await addDeal('Другая')
    const boris = await crm.addUser({ deals: { view: 'all', edit: 'own' } })
    const own = (await good<{ id: number }>(crm, 'POST', '/deals', { name: 'Борисова' }, boris)).id
    await put(`deal/${dealId}`, { add: ['опт'] })
    type Outcome = { changed: { entityId: number; added: TagMark[] }[]; skipped: unknown[] }
    const entityIds = [dealId, other, own, 999_999]
    const done = await good<Outcome>(crm, 'POST', '/tags/of/deal', { entityIds, add: ['опт'] })
    expect(done.changed.map(({ entityId, added }) => [entityId, namesOf(added)])).toEqual([
      [dealId, []],
      [other, ['опт']],
      [own, ['опт']],
    ])
    expect(done.skipped).toEqual([{ entityId: 999_999, code: 'not_found' }])
    const removeIds = [await idOf('опт')]
    const undone = done.changed.filter(({ added }) => added.length > 0).map(({ entityId }) => entityId)
    await good(crm, 'POST', '/tags/of/deal', { entityIds: undone, removeIds })
    expect([await rowTags(dealId), await rowTags(other), await rowTags(own)]).toEqual([['опт'], [], []])
    const his = await good<Outcome>(
      crm,
      'POST',
      '/tags/of/deal',
      { entityIds: [dealId, own], add: ['моё'] },
      boris,
    )
    expect(his.changed.map(({ entityId }) => entityId)).toEqual([own])
    expect(his.skipped).toEqual([{ entityId: dealId, code: 'forbidden' }])
  })
})

describe('all tags of a kind', () => {
  test('a rename holds everywhere; a name that is there is refused; who saw another name is told', async () => {
    await put(`deal/${dealId}`, { add: ['опт', 'срочно'] })
    const path = `/tags/${await idOf('опт')}`
    await good(crm, 'PATCH', path, { name: 'опт от 10', color: 'teal', seenName: 'опт' })
    expect(await rowTags()).toEqual(['опт от 10', 'срочно'])
    await refused(crm, 'tag.taken', 'PATCH', path, { name: 'СРОЧНО' })
    expect(
      await refused(crm, 'settings.changed_meanwhile', 'PATCH', path, { name: 'оптовик', seenName: 'опт' }),
    ).toMatchObject({
      current: 'опт от 10',
    })
  })

  test('a merge leaves each row with the surviving tag once', async () => {
    const other = await addDeal('Другая')
    await put(`deal/${dealId}`, { add: ['опт', 'оптовик'] })
    await put(`deal/${other}`, { add: ['оптовик'] })
    const [from, into] = [await idOf('оптовик'), await idOf('опт')]
    await good(crm, 'POST', `/tags/${from}/merge`, { intoId: into })
    expect([await rowTags(dealId), await rowTags(other)]).toEqual([['опт'], ['опт']])
    expect(namesOf(await list())).toEqual(['опт'])
    await good(crm, 'POST', `/tags/${into}/merge`, { intoId: into })
    expect(namesOf(await list())).toEqual(['опт'])
    const { contactId } = await crm.write('Марина')
    await put(`contact/${contactId}`, { add: ['клиент'] })
    await refused(crm, 'tag.not_found', 'POST', `/tags/${into}/merge`, { intoId: await idOf('клиент') })
  })

  test('a tag that is deleted is on no row any more', async () => {
    await put(`deal/${dealId}`, { add: ['опт'] })
    await good(crm, 'DELETE', `/tags/${await idOf('опт')}`)
    expect([await rowTags(), await list()]).toEqual([[], []])
  })

  test('deals are narrowed by any of some tags', async () => {
    const other = await addDeal('Другая')
    await addDeal('Третья')
    await put(`deal/${dealId}`, { add: ['опт'] })
    await put(`deal/${other}`, { add: ['срочно'] })
    const find = async (query: string): Promise<string[]> =>
      namesOf((await good<{ items: { name: string }[] }>(crm, 'GET', `/deals?${query}`)).items).toSorted()
    expect(await find(`tagId=${await idOf('опт')},${await idOf('срочно')}`)).toEqual(['Другая', 'Кофемашина'])
    expect(await find(`tagId=${await idOf('опт')}`)).toEqual(['Кофемашина'])
    expect(await find('tagId=999999')).toEqual([])
  })
})
