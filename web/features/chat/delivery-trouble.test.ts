import { expect, test } from 'vitest'
import type { MessageView } from '#contract/messages'
import { deliveryTroubles } from './delivery-trouble.ts'

type Part = MessageView['parts'][number]
const part = (position: number, state: Part['state'], change: Partial<Part> = {}): Part => ({
  position,
  state,
  failCode: null,
  nextTryAt: null,
  files: [],
  text: '',
  ...change,
})
const message = (state: MessageView['state'], parts: Part[]): MessageView => ({
  id: 'a',
  chatId: 'chat',
  number: 1,
  direction: 'out',
  kind: 'text',
  unsupported: null,
  author: { kind: 'user', id: 1, name: 'Pavel' },
  text: '',
  entities: [],
  at: '2026-11-20T12:00:00Z',
  receivedAt: '2026-11-20T12:00:00Z',
  isLate: false,
  editedAt: null,
  deletedAt: null,
  change: null,
  replyTo: null,
  forwardedFrom: null,
  location: null,
  reactions: [],
  attachments: [],
  state,
  parts,
})
const now = Date.parse('2026-11-20T12:00:00Z')

test('a delivered message has no trouble', () => {
  expect(deliveryTroubles(message('delivered', [part(0, 'delivered')]), now).list).toEqual([])
})

test('a failed part says its reason once, and which parts wait behind it', () => {
  const parts = [
    part(0, 'sent'),
    part(1, 'failed', { failCode: 'refused' }),
    part(2, 'failed', { failCode: 'earlier_part_failed' }),
  ]
  expect(deliveryTroubles(message('failed', parts), now)).toEqual({
    list: [{ kind: 'failed', failCode: 'refused', positions: [2], held: [3] }],
    partCount: 3,
  })
})

test('an uncertain part is told beside a failed one', () => {
  const parts = [part(0, 'uncertain'), part(1, 'failed', { failCode: 'gave_up' })]
  expect(deliveryTroubles(message('uncertain', parts), now).list.map((each) => each.kind)).toEqual([
    'failed',
    'uncertain',
  ])
})

test('a messenger that asks to wait is told with its time, until that time', () => {
  const waiting = message('queued', [part(0, 'queued', { nextTryAt: '2026-11-20T12:00:30Z' })])
  expect(deliveryTroubles(waiting, now).list).toEqual([{ kind: 'waits', until: '2026-11-20T12:00:30Z' }])
  expect(deliveryTroubles(waiting, now + 60_000).list).toEqual([])
})

test('when two parts failed, those that wait are told once, after both reasons', () => {
  const parts = [
    part(0, 'failed', { failCode: 'cancelled' }),
    part(1, 'failed', { failCode: 'refused' }),
    part(2, 'failed', { failCode: 'earlier_part_failed' }),
  ]
  expect(deliveryTroubles(message('failed', parts), now).list).toEqual([
    { kind: 'failed', failCode: 'cancelled', positions: [1], held: [] },
    { kind: 'failed', failCode: 'refused', positions: [2], held: [3] },
  ])
})
