import { expect, test } from 'vitest'
import { leavesOf, listOf, parsePhpQuery, type PhpValue } from './php-query.ts'

const plain = (value: PhpValue): unknown =>
  typeof value === 'string'
    ? value
    : Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]))

test.each([
  ['', {}],
  ['a=1&b=%D1%87+%26', { a: '1', b: 'ч &' }],
  ['filter[id][]=1&filter[id][]=2', { filter: { id: { 0: '1', 1: '2' } } }],
  ['filter%5Bid%5D%5B5%5D=1&filter%5Bid%5D%5B%5D=2', { filter: { id: { 5: '1', 6: '2' } } }],
  [
    'filter[statuses][0][pipeline_id]=3&filter[statuses][0][status_id]=142',
    { filter: { statuses: { 0: { pipeline_id: '3', status_id: '142' } } } },
  ],
  ['filter[created_at][from]=1&filter[created_at][to]=2', { filter: { created_at: { from: '1', to: '2' } } }],
  ['a=1&a=2', { a: '2' }],
  ['a=1&a[b]=2', { a: { b: '2' } }],
  ['a[=1&b]=2&[c]=3', { 'a[': '1', 'b]': '2', '[c]': '3' }],
  ['a[b', { 'a[b': '' }],
  ['%ZZ=%', { '%ZZ': '%' }],
  ['a[1][2][3][4][5][6][7]=x', { 'a[1][2][3][4][5][6][7]': 'x' }],
])('%s', (query, expected) => {
  expect(plain(parsePhpQuery(query))).toEqual(expected)
})

test('names of an object are keys like any other', () => {
  const tree = parsePhpQuery('__proto__[polluted]=1&constructor=2')
  expect([...tree.keys()]).toEqual(['__proto__', 'constructor'])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('a query without end is cut', () => {
  expect(leavesOf(parsePhpQuery('a[]=1&'.repeat(5000)).get('a'))).toHaveLength(2000)
})

test('a list comes with commas, with brackets, and with both', () => {
  const list = (query: string): string[] => listOf(parsePhpQuery(query).get('a'))
  expect(list('a=1,2, 3,')).toEqual(['1', '2', '3'])
  expect(list('a[]=1&a[]=2,3&a[7]=4')).toEqual(['1', '2', '3', '4'])
  expect(list('b=1')).toEqual([])
})
