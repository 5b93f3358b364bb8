import { expect, test } from 'vitest'
import { countChoices, filterToSearch, noFilter, searchToFilter, wishesOf } from './contact-filter.ts'
import type { ContactFilter } from './contact-filter.ts'

const filter: ContactFilter = {
  search: 'анна & co',
  responsibleUserIds: [0, 12],
  companyId: 7,
  channelIds: [3],
  hasChat: 'no',
  isBlocked: 'yes',
  tagIds: [5],
  fields: [{ fieldId: 9, is: 'between', from: null, to: 7.5 }],
  sort: 'name',
  isAscending: true,
}

test('a filter comes out of its address as it went in; the usual one leaves no trace', () => {
  expect(searchToFilter(filterToSearch(filter))).toEqual(filter)
  expect(searchToFilter(filterToSearch({ ...filter, isAscending: false }))).toMatchObject({
    sort: 'name',
    isAscending: false,
  })
  expect(filterToSearch(noFilter)).toBe('')
  expect(searchToFilter('')).toEqual(noFilter)
})

test('what makes no sense in an address narrows nothing', () => {
  expect(searchToFilter('company=x&chat=perhaps&sort=-size&responsible=1,two')).toEqual({
    ...noFilter,
    responsibleUserIds: [1],
  })
})

test('only what narrows is counted and asked for', () => {
  expect(countChoices(noFilter)).toBe(0)
  expect(countChoices(filter)).toBe(7)
  expect(wishesOf(noFilter)).toEqual({ sort: 'updated', order: 'desc' })
  expect(wishesOf(filter)).toMatchObject({
    responsibleUserId: '0,12',
    companyId: 7,
    tagId: '5',
    order: 'asc',
  })
})
