import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pageUserHeader } from '#contract/endpoint'
import { setPageUser } from '../../lib/page-user.ts'
import { openOutbox } from './outbox-instance.ts'
import type { OutboxEntry } from './outbox.ts'

const anna = 1
const boris = 2
const client = new QueryClient()
const written: Omit<OutboxEntry, 'state'> = {
  id: '0195d4c2-0000-7000-8000-000000000001',
  chatId: '0195d4c2-0000-7000-8000-000000000002',
  text: 'From Anna',
  files: [],
  replyTo: null,
  card: null,
  seenMessageId: null,
  anyway: false,
  at: '2026-11-20T12:00:00Z',
}

/** For whom messages were given to the network, which is away. */
let triedFor: (string | null)[]

beforeEach(() => {
  triedFor = []
  vi.useFakeTimers()
  const values = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
    key: (index: number) => [...values.keys()][index] ?? null,
    get length() {
      return values.size
    },
  })
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    triedFor.push(new Headers(init.headers).get(pageUserHeader))
    throw new TypeError('Failed to fetch')
  })
  setPageUser(anna)
})
afterEach(() => {
  setPageUser(null)
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('what waits is tried again in the name of who wrote it, and by nobody who comes after', async () => {
  openOutbox(client, anna).add(written)
  await vi.advanceTimersByTimeAsync(10_000)
  const tries = triedFor.length
  expect(tries).toBeGreaterThan(2)
  setPageUser(null)
  setPageUser(boris)
  const outbox = openOutbox(client, boris)
  await vi.advanceTimersByTimeAsync(600_000)
  expect([triedFor.length, outbox.entries]).toEqual([tries, []])
  expect(new Set(triedFor)).toEqual(new Set([String(anna)]))
})

test('who comes back finds what he left, and it is tried at once', async () => {
  openOutbox(client, anna).add(written)
  await vi.advanceTimersByTimeAsync(0)
  setPageUser(boris)
  openOutbox(client, boris)
  setPageUser(anna)
  triedFor = []
  expect(openOutbox(client, anna).entries.map((entry) => entry.text)).toEqual(['From Anna'])
  expect(triedFor).toEqual([String(anna)])
})

test('a page that still shows its writer says so, whoever it is shown to by the time of sending', async () => {
  setPageUser(boris)
  openOutbox(client, anna).add(written)
  expect(triedFor).toEqual([String(anna)])
})

test('who comes back to the page finds also what the storage had no room for, once', async () => {
  vi.spyOn(localStorage, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  openOutbox(client, anna).add(written)
  for (const user of [boris, anna, boris, anna]) {
    setPageUser(user)
    const { entries } = openOutbox(client, user)
    expect(entries.map(({ text }) => text)).toEqual(user === anna ? ['From Anna'] : [])
  }
  openOutbox(client, anna).settle(written.id)
  setPageUser(boris)
  setPageUser(anna)
  expect(openOutbox(client, anna).entries).toEqual([])
})
