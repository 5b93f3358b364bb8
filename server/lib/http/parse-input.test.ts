import { expect, test } from 'vitest'
import { endpoints } from '#contract/endpoints'
import { AppError } from '../errors.ts'
import { parseInput } from './parse-input.ts'

const of = (id: string) => {
  const found = endpoints.find((endpoint) => endpoint.id === id)
  if (!found) throw new Error(`No endpoint ${id}`)
  return found
}

type Given = { params?: object; query?: object; body?: object }

/** Where a request is wrong; null when it is not. */
function wrongIn(id: string, { params = {}, query = {}, body }: Given): unknown {
  try {
    parseInput(of(id), { params, query, body })
    return null
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'request.invalid') throw error
    return (error.details['fields'] as { path: string }[]).map(({ path }) => path)
  }
}

const nul = 'a\u0000b'
const half = 'a\ud83d'

test.each([
  ['what is searched', 'deals.list', { query: { search: nul } }, ['search']],
  ['what is read out of an address', 'deals.list', { query: { fields: '3:like:%00' } }, ['fields.0.text']],
  ['half of a name', 'deals.change', { params: { dealId: 1 }, body: { name: half } }, ['name']],
  [
    'what stands deep',
    'deals.change',
    { params: { dealId: 1 }, body: { fields: { 7: 'good', 8: nul } } },
    ['fields.8'],
  ],
])('a text that the database cannot keep is refused by name: %s', (_what, id, given, paths) => {
  expect(wrongIn(id, given)).toEqual(paths)
})

test('whole characters of any kind are kept', () => {
  expect(wrongIn('deals.list', { query: { search: '👩‍👩‍👧 \ufffd\u200b é' } })).toBeNull()
})

test.each([
  ['deals.list', { query: { createdFrom: '0000-01-01' } }, ['createdFrom']],
  ['exports.deals', { query: { format: 'csv', closedTo: '0000-12-31' } }, ['closedTo']],
  ['deals.list', { query: { fields: '3:within:0000-01-01..' } }, ['fields']],
  [
    'working-hours.set',
    { body: { timeZone: 'UTC', intervals: [], holidays: ['0000-01-01'] } },
    ['holidays.0'],
  ],
])('%s refuses a day of the year 0, which no calendar has', (id, given, paths) => {
  expect(wrongIn(id, given)).toEqual(paths)
})

test('the first day that the calendar has is one', () => {
  expect(wrongIn('deals.list', { query: { createdFrom: '0001-01-01' } })).toBeNull()
})

test('what a page on the web tells the chat is mended and not refused', () => {
  const at = new Date().toISOString()
  const body = {
    id: '00000000-0000-4000-8000-000000000000',
    at,
    text: half,
    pageTitle: half,
    pageUrl: `https://${nul}`,
  }
  expect(parseInput(of('website.send'), { params: { button: nul }, query: {}, body })).toMatchObject({
    button: 'ab',
    text: 'a\ufffd',
    pageTitle: 'a\ufffd',
    pageUrl: 'https://ab',
  })
})
