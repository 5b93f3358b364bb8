import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import type { DealRow } from '#contract/deals'
import type { PagesData } from '../../lib/live-rows.ts'
import { dealIdOf, dealListKey, liveDeals } from './deal-list.ts'
import { filterToSearch, noFilter, searchToFilter } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'

const all = noFilter
const stage = { id: 10, name: 'Переговоры', color: 'amber', kind: 'normal' } as const
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString()

const row = (id: number, minute: number, change: Partial<DealRow> = {}): DealRow => ({
  id,
  name: `Сделка ${id}`,
  budget: null,
  pipelineId: 1,
  stage,
  responsibleUserId: 7,
  mainContact: null,
  unreadConversations: 0,
  waiting: null,
  conversations: 0,
  channelId: null,
  lossReasonId: null,
  tags: [],
  stageSince: at(0),
  closedAt: null,
  createdAt: at(0),
  updatedAt: at(minute),
  ...change,
})

let client: QueryClient
beforeEach(() => {
  client = new QueryClient()
})

function load(filter: DealFilter, next: string | null = null): void {
  const data: PagesData<DealRow> = {
    pages: [{ items: [row(3, 30), row(2, 20), row(1, 10)], next }],
    pageParams: [undefined],
  }
  client.setQueryData(dealListKey(filter), data)
}

function ids(filter: DealFilter): number[] {
  const data = client.getQueryData<PagesData<DealRow>>(dealListKey(filter))
  return (data?.pages ?? []).flatMap((page) => page.items.map(({ id }) => id))
}

test('a changed deal rises to the top, a new one is put where it belongs', () => {
  load(all)
  liveDeals.put(client, row(1, 40))
  expect(ids(all)).toEqual([1, 3, 2])
  liveDeals.put(client, row(4, 25))
  expect(ids(all)).toEqual([1, 3, 4, 2])
})

test.each<[string, Partial<DealFilter>, Partial<DealRow>]>([
  ['another stage', { stageIds: [10] }, { stage: { ...stage, id: 11 } }],
  ['another pipeline', { pipelineId: 1 }, { pipelineId: 2 }],
  ['another responsible', { responsibleUserIds: [7] }, { responsibleUserId: null }],
  ['unread conversations', { talks: 'none' }, { conversations: 1, unreadConversations: 1 }],
  ['no tag', { tagIds: [5] }, { tags: [] }],
  ['a smaller budget', { budgetTo: 10 }, { budget: 11 }],
])('a deal that went to %s leaves the lists of the one before, and comes back', (_what, wish, change) => {
  const filter = { ...all, ...wish }
  load(filter)
  load(all)
  liveDeals.put(client, row(2, 40, change))
  expect(ids(filter)).toEqual([3, 1])
  expect(ids(all)).toEqual([2, 3, 1])
  const tags = 'tagIds' in wish ? [{ id: 5, name: 'vip', color: null }] : []
  liveDeals.put(client, row(2, 50, { budget: 'budgetTo' in wish ? 10 : null, tags }))
  expect(ids(filter)).toEqual([2, 3, 1])
})

test('only the server knows what a search finds: a deal that was not found is not put in', () => {
  const found = { ...all, search: 'сделка' }
  load(found)
  liveDeals.put(client, row(9, 50))
  liveDeals.put(client, row(2, 50))
  expect(ids(found)).toEqual([2, 3, 1])
})

test('a page that was asked for before a change came is brought up to it', () => {
  const askedAt = Date.now() - 1
  liveDeals.put(client, row(21, 50, { name: 'Новое имя' }))
  const late = { items: [row(22, 45), row(21, 5)], next: null }
  expect(liveDeals.freshen(late, all, askedAt, 'further').items.map(({ name }) => name)).toEqual([
    'Новое имя',
    'Сделка 22',
  ])
  expect(liveDeals.freshen(late, all, Date.now() + 1, 'further').items).toEqual(late.items)
})

test('a deal that was made while the first page was on its way is in it; a lower page is not its place', () => {
  const askedAt = Date.now() - 1
  liveDeals.put(client, row(31, 60))
  const page = { items: [row(22, 45)], next: null }
  const idsOf = (cursor: string | undefined) =>
    liveDeals.freshen(page, all, askedAt, cursor).items.map(dealIdOf)
  expect(idsOf(undefined)).toContain(31)
  expect(idsOf('further')).toEqual([22])
})

test('a filter is the same after its address; what makes no sense in one is left out', () => {
  const filter: DealFilter = {
    ...noFilter,
    search: 'кофе & чай',
    stageIds: [10, 142],
    responsibleUserIds: [0, 7],
    talks: 'read',
    createdFrom: '2026-11-01',
    budgetTo: 100.5,
    tagIds: [3],
    fields: [
      { fieldId: 1000, is: 'any', ids: [1, 2] },
      { fieldId: 1001, is: 'like', text: 'а:б;в, 100%' },
      { fieldId: 1002, is: 'between', from: -1.5, to: null },
      { fieldId: 1003, is: 'within', from: null, to: '2026-11-26' },
      { fieldId: 1004, is: 'filled' },
      { fieldId: 1005, is: 'empty' },
    ],
    sort: 'budget',
    isAscending: true,
  }
  expect(searchToFilter(filterToSearch(filter))).toEqual(filter)
  expect(filterToSearch(noFilter)).toBe('')
  expect(searchToFilter('?stageId=x&talks=all&createdFrom=1&budgetFrom=5&fields=1:x:2')).toEqual({
    ...noFilter,
    budgetFrom: 5,
  })
})
