import { expect, it } from 'vitest'
import { isDatabaseAway } from './errors.ts'

const failed = (code: string, rest: object = {}): Error => Object.assign(new Error('failed'), { code }, rest)

it.each([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ERR_STREAM_DESTROYED',
  '57P01',
  '08006',
  '53100',
  '53300',
  '40P01',
  '55P03',
  '25006',
])('%s says that the same query may succeed later', (code) => {
  expect(isDatabaseAway(failed(code))).toBe(true)
  expect(isDatabaseAway(new AggregateError([failed(code)]))).toBe(true)
})

it('a socket file that is not there is a database that is away; another missing file is not', () => {
  expect(isDatabaseAway(failed('ENOENT', { syscall: 'connect' }))).toBe(true)
  expect(isDatabaseAway(failed('ENOENT', { syscall: 'open' }))).toBe(false)
})

it.each(['23505', '22003', '42601', 'P0001', 'EACCES'])('%s says that the query is wrong', (code) => {
  expect(isDatabaseAway(failed(code))).toBe(false)
})

it('a connection that ended before the query says so in words only', () => {
  expect(isDatabaseAway(new Error('Client was closed and is not queryable'))).toBe(true)
  expect(isDatabaseAway(new Error('Client was never there'))).toBe(false)
})
