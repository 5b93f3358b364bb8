import { beforeEach, expect, test } from 'vitest'
import type { MessageView } from '#contract/messages'
import { Outbox } from './outbox.ts'
import type { OutboxEntry, SendOutcome } from './outbox.ts'

type Call = { entry: OutboxEntry; answer: (outcome: SendOutcome) => Promise<void> }

let calls: Call[]
let stored: readonly OutboxEntry[]
let delivered: string[]
let timers: Array<() => void>
let outbox: Outbox

const draft = (id: string, chatId = 'chat-a'): Omit<OutboxEntry, 'state'> => ({
  id,
  chatId,
  text: `text of ${id}`,
  files: [],
  replyTo: null,
  card: null,
  seenMessageId: null,
  anyway: false,
  at: '2026-11-20T12:00:00Z',
})

const messageOf = (entry: OutboxEntry): MessageView => ({
  id: entry.id,
  chatId: entry.chatId,
  number: 1,
  direction: 'out',
  kind: 'text',
  unsupported: null,
  author: { kind: 'user', id: 1, name: 'Pavel' },
  text: entry.text,
  entities: [],
  at: entry.at,
  receivedAt: entry.at,
  isLate: false,
  editedAt: null,
  deletedAt: null,
  change: null,
  replyTo: null,
  forwardedFrom: null,
  location: null,
  reactions: [],
  attachments: [],
  state: 'queued',
  parts: [],
})

function open(kept: readonly OutboxEntry[] = []): Outbox {
  return new Outbox(
    {
      send: (entry) =>
        new Promise((resolve) => {
          calls.push({
            entry,
            answer: async (outcome) => {
              resolve(outcome)
              await Promise.resolve()
              await Promise.resolve()
            },
          })
        }),
      onSent: (message) => delivered.push(message.id),
      store: (entries) => {
        stored = entries
      },
      later: (callback) => {
        timers.push(callback)
        return () => {
          timers = timers.filter((timer) => timer !== callback)
        }
      },
    },
    kept,
  )
}

beforeEach(() => {
  calls = []
  stored = []
  delivered = []
  timers = []
  outbox = open()
})

const sent = (call: Call | undefined): Promise<void> | undefined =>
  call?.answer({ kind: 'sent', message: messageOf(call.entry) })

test('messages of one chat leave one after another, other chats do not wait', async () => {
  outbox.add(draft('1'))
  outbox.add(draft('2'))
  outbox.add(draft('3', 'chat-b'))
  expect(calls.map((call) => call.entry.id)).toEqual(['1', '3'])
  await sent(calls[0])
  expect(calls.map((call) => call.entry.id)).toEqual(['1', '3', '2'])
  expect(delivered).toEqual(['1'])
})

test('a double click sends one message', () => {
  outbox.add(draft('1'))
  outbox.add(draft('1'))
  expect(outbox.entries).toHaveLength(1)
  expect(calls).toHaveLength(1)
})

test('without network the message is kept and goes again under the same id, before those written after it', async () => {
  outbox.add(draft('1'))
  outbox.add(draft('2'))
  await calls[0]?.answer({ kind: 'offline' })
  expect(stored.map((entry) => entry.id)).toEqual(['1', '2'])
  expect(calls).toHaveLength(1)
  for (const timer of timers.splice(0)) timer()
  expect(calls[1]?.entry.id).toBe('1')
  await sent(calls[1])
  expect(calls[2]?.entry.id).toBe('2')
})

test('after a reload what was on its way is sent again', () => {
  outbox = open([{ ...draft('1'), state: { kind: 'sending' } }])
  expect(calls).toHaveLength(0)
  outbox.run()
  expect(calls.map((call) => call.entry.id)).toEqual(['1'])
})

test("a colleague's answer makes the message ask once and hold those after it", async () => {
  outbox.add(draft('1'))
  outbox.add(draft('2'))
  await calls[0]?.answer({ kind: 'error', code: 'message.answered_meanwhile', details: { by: 'Anna' } })
  expect(outbox.entries[0]?.state).toEqual({ kind: 'asks', details: { by: 'Anna' } })
  expect(calls).toHaveLength(1)
  outbox.sendAnyway('1')
  expect(calls[1]?.entry).toMatchObject({ id: '1', anyway: true })
})

test('a refused message stays with its reason, holds nobody up and can be taken back', async () => {
  outbox.add(draft('1'))
  outbox.add(draft('2'))
  await calls[0]?.answer({ kind: 'error', code: 'chat.cannot_write', details: {} })
  expect(outbox.entries[0]?.state).toMatchObject({ kind: 'refused', code: 'chat.cannot_write' })
  expect(calls[1]?.entry.id).toBe('2')
  expect(outbox.remove('1')?.text).toBe('text of 1')
  expect(outbox.entries.map((entry) => entry.id)).toEqual(['2'])
})

test('a message that is being sent cannot be taken back', () => {
  outbox.add(draft('1'))
  expect(outbox.remove('1')).toBeNull()
})

test('a live frame that comes before the answer settles the message', async () => {
  outbox.add(draft('1'))
  outbox.add(draft('2'))
  outbox.settle('1')
  expect(calls.map((call) => call.entry.id)).toEqual(['1', '2'])
  await sent(calls[0])
  expect(outbox.entries.map((entry) => entry.id)).toEqual(['2'])
})

test('who waits for a message hears that it got through, or that a person has to decide', async () => {
  outbox.add(draft('1'))
  const first = outbox.whenSent('1')
  await sent(calls[0])
  await expect(first).resolves.toBe(true)
  outbox.add(draft('2'))
  const second = outbox.whenSent('2')
  await calls[1]?.answer({ kind: 'error', code: 'message.answered_meanwhile', details: {} })
  await expect(second).resolves.toBe(false)
})

test('when its owner leaves, nothing is tried again: not by a timer, not by the network, not by what is added yet', async () => {
  outbox.add(draft('1'))
  await calls[0]?.answer({ kind: 'offline' })
  expect(timers).toHaveLength(1)
  outbox.stop()
  expect(timers).toEqual([])
  outbox.run()
  outbox.add(draft('2', 'chat-b'))
  outbox.retry('1')
  expect(calls).toHaveLength(1)
  expect(stored.map((entry) => entry.id)).toEqual(['1', '2'])
})

test.each<SendOutcome>([
  { kind: 'offline' },
  { kind: 'error', code: 'chat.cannot_write', details: {} },
  { kind: 'sent', message: messageOf({ ...draft('1'), state: { kind: 'sending' } }) },
])(
  'what was under way when its owner left ($kind) shows nobody anything and waits for him',
  async (outcome) => {
    outbox.add(draft('1'))
    outbox.add(draft('2'))
    const first = outbox.whenSent('1')
    outbox.stop()
    await expect(first).resolves.toBe(false)
    await expect(outbox.whenSent('2')).resolves.toBe(false)
    await calls[0]?.answer(outcome)
    expect([calls.length, delivered, timers]).toEqual([1, [], []])
    outbox = open(stored)
    outbox.run()
    expect(calls[1]?.entry.id).toBe('1')
  },
)
