import { expect, test } from 'vitest'
import {
  choicesOf,
  filterToSearch,
  heldBy,
  noChoices,
  noFilter,
  searchToFilter,
  withoutNothing,
} from './list-filter.ts'
import type { ImboxFilter } from './list-filter.ts'

const everything: ImboxFilter = {
  preset: 'mine',
  read: 'unread',
  sort: 'waiting',
  state: 'any',
  way: 'in',
  card: 'none',
  lastFrom: '2026-11-01',
  lastTo: '2026-11-26',
  search: 'счёт № 5 & "кавычки"',
  channelId: [3, 1],
  stage: [
    { pipelineId: 2, stageId: null },
    { pipelineId: 4, stageId: 142 },
  ],
  responsibleUserId: [0, 7],
  responsibleGroupId: [2],
  tagId: [9],
  waitingLonger: 90,
}

test('a filter comes back from the address as it went into it', () => {
  for (const filter of [noFilter, everything, { ...noFilter, preset: 'starred' as const }])
    expect(searchToFilter(`?${filterToSearch(filter)}`)).toEqual(filter)
  expect(filterToSearch(noFilter)).toBe('')
})

test('what makes no sense in an address is left out, the rest holds', () => {
  expect(searchToFilter('?preset=all&read=unread&stage=x&channelId=1,,2&lastFrom=yesterday&tagId=5')).toEqual(
    {
      ...noFilter,
      read: 'unread',
      tagId: [5],
    },
  )
})

test('choices that are taken back leave nothing behind', () => {
  expect(choicesOf(everything).length).toBe(10)
  const reset = withoutNothing({ ...everything, ...noChoices })
  expect(choicesOf(reset)).toEqual([])
  expect(filterToSearch(reset)).toBe(
    filterToSearch({ ...noFilter, preset: 'mine', sort: 'waiting', search: everything.search }),
  )
})

test('sorted by waiting, what the list holds is a filter without its order, in every tab', () => {
  const mine: ImboxFilter = { ...noFilter, preset: 'mine' }
  expect(heldBy(mine)).toEqual({ preset: 'mine', read: 'any' })
  expect(heldBy({ ...mine, sort: 'waiting' })).toEqual({ preset: 'mine', read: 'any', waitingLonger: 0 })
  expect(heldBy(everything).waitingLonger).toBe(90)
})
