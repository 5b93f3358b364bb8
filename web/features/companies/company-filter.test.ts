import { expect, test } from 'vitest'
import { countChoices, filterToSearch, noFilter, searchToFilter, wishesOf } from './company-filter.ts'
import type { CompanyFilter } from './company-filter.ts'

const filter: CompanyFilter = {
  search: 'зерно & ко',
  responsibleUserIds: [0, 12],
  tagIds: [5],
  fields: [
    { fieldId: 7, is: 'like', text: 'а;б:в' },
    { fieldId: 8, is: 'any', ids: [1, 2] },
  ],
}

test('a filter comes out of its address as it went in; the usual one leaves no trace', () => {
  expect(searchToFilter(filterToSearch(filter))).toEqual(filter)
  expect(filterToSearch(noFilter)).toBe('')
  expect(searchToFilter('')).toEqual(noFilter)
  expect(searchToFilter('fields=1:perhaps&tag=x')).toEqual(noFilter)
})

test('only what narrows is counted and asked for', () => {
  expect([countChoices(noFilter), countChoices(filter)]).toEqual([0, 4])
  expect(wishesOf(noFilter)).toEqual({})
  expect(wishesOf(filter)).toMatchObject({ responsibleUserId: '0,12', tagId: '5' })
})
