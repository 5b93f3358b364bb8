import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { BulkAction } from '#contract/bulk-actions'
import { putBulkAction } from './bulk-data.ts'

const action = (more: Partial<BulkAction>): BulkAction => ({
  id: '01900000-0000-7000-8000-000000000001',
  change: { kind: 'read' },
  at: '2026-11-26T09:00:00.000Z',
  state: 'running',
  total: 2,
  done: 0,
  skipped: 0,
  failed: 0,
  undone: 0,
  kept: 0,
  endedAt: null,
  canUndo: true,
  ...more,
})

test.each<[string, Partial<BulkAction>[], Partial<BulkAction>]>([
  [
    'the answer to its start comes after its end',
    [{ state: 'done', done: 2 }, {}],
    { state: 'done', done: 2 },
  ],
  ['an older count comes late', [{ done: 2 }, { done: 1 }], { state: 'running', done: 2 }],
  [
    'it is undone',
    [
      { state: 'done', done: 2 },
      { state: 'undoing', done: 2 },
    ],
    { state: 'undoing' },
  ],
  ['it is stopped', [{ done: 1 }, { state: 'stopped', done: 1 }], { state: 'stopped' }],
])('what is told of a mass action goes only forward: %s', (_what, told, shown) => {
  const client = new QueryClient()
  for (const one of told) putBulkAction(client, action(one))
  expect(client.getQueryData(['bulk-actions'])).toMatchObject({ items: [shown] })
})

test('one that is put away is gone, however far it had come', () => {
  const client = new QueryClient()
  putBulkAction(client, action({ state: 'done', done: 2 }))
  putBulkAction(client, action({ state: 'done', done: 2 }), true)
  expect(client.getQueryData(['bulk-actions'])).toEqual({ items: [] })
})
