import { sql } from 'kysely'
import { afterEach, expect, test, vi } from 'vitest'
import type { Change } from './changes.ts'
import { hasSeen, stateOnly } from './changes.ts'
import type { ChangeTail, TailListener } from './change-tail.ts'
import { inTransaction, type Tx } from './db.ts'
import { createLog } from './log.ts'
import { startReactions, type ReactionRunner, type Reactions } from './reactions.ts'
import { createTestDatabase } from './test-database.ts'

const { db } = await createTestDatabase()
const log = createLog({ level: 'silent' })
const heard: Change[] = []
const runners: ReactionRunner[] = []

function start(name: string, tail: ChangeTail | null = null): ReactionRunner {
  const listen = async (_tx: Tx, changes: Change[]): Promise<void> => {
    heard.push(...changes)
  }
  const reactions = [{ 'message.changed': listen, 'task.changed': listen }]
  const runner = startReactions({ name, db, reactions, tail, log })
  runners.push(runner)
  return runner
}
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.close()))
  heard.length = 0
})

/** @returns the transaction that wrote it. */
async function tell(topic: string, messageState?: typeof stateOnly): Promise<string> {
  return inTransaction(db, async (tx) => {
    await sql`insert into changes (account_id, topic, patch)
      values (1, ${topic}, ${messageState ? JSON.stringify(messageState) : null}::jsonb)`.execute(tx)
    const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(tx)
    return rows[0]?.id ?? ''
  })
}

async function placeOf(name: string): Promise<string> {
  const { rows } = await sql<{ cursor: string }>`select cursor from consumers where name = ${name}`.execute(
    db,
  )
  return rows[0]?.cursor ?? ''
}

/** A tail that says what the test says. */
function tailOf(listeners: Set<TailListener>): ChangeTail {
  const cursor = (): string => ''
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    wake: () => {},
    cursor,
    close: async () => {},
  }
}

test('only what it reacts to reaches a consumer, and not how far a message got; its place moves past the rest', async () => {
  const runner = start('picky')
  await runner.drain()
  await tell('typing')
  await tell('message.changed', stateOnly)
  await tell('message.changed')
  await tell('task.changed')
  const last = await tell('conversation.changed')
  await runner.drain()
  expect(heard.map(({ topic, patch }) => [topic, patch])).toEqual([
    ['message.changed', null],
    ['task.changed', null],
  ])
  expect(hasSeen(await placeOf('picky'), last)).toBe(true)
  await runner.drain()
  expect(heard).toHaveLength(2)
})

test('a place behind changes of others only moves on too, long before they are pruned', async () => {
  const runner = start('left alone')
  await runner.drain()
  const before = await placeOf('left alone')
  const last = await tell('typing')
  await runner.drain()
  expect(heard).toEqual([])
  expect(await placeOf('left alone')).not.toBe(before)
  expect(hasSeen(await placeOf('left alone'), last)).toBe(true)
})

test('what is not its own wakes a consumer late, its own soon', async () => {
  const listeners = new Set<TailListener>()
  const runner = start('woken', tailOf(listeners))
  await runner.drain()
  const transactions = vi.spyOn(db, 'transaction')
  const say = (topic: string, patch: Change['patch'] = null): void => {
    for (const listener of listeners) listener([{ topic, patch } as Change], '')
  }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    say('typing')
    say('message.changed', stateOnly)
    vi.advanceTimersByTime(59_000)
    expect(transactions).toHaveBeenCalledTimes(0)
    say('task.changed')
    vi.advanceTimersByTime(50)
    expect(transactions).toHaveBeenCalledTimes(1)
  } finally {
    vi.useRealTimers()
    transactions.mockRestore()
  }
})

test('what comes while it is at work, or rests after a portion, is taken together in the next one', async () => {
  const listeners = new Set<TailListener>()
  const isAtWork = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  const portions: number[] = []
  const reactions: Reactions = {
    async 'task.changed'(_tx, changes) {
      isAtWork.resolve()
      await mayEnd.promise
      portions.push(changes.length)
    },
  }
  const runner = startReactions({ name: 'rested', db, reactions: [reactions], tail: tailOf(listeners), log })
  runners.push(runner)
  await runner.drain()
  const transactions = vi.spyOn(db, 'transaction')
  const say = async (): Promise<void> => {
    await sql`insert into changes (account_id, topic) values (1, 'task.changed')`.execute(db)
    for (const listener of listeners) listener([{ topic: 'task.changed', patch: null } as Change], '')
  }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    await say()
    vi.advanceTimersByTime(50)
    await isAtWork.promise
    await say()
    mayEnd.resolve()
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1))
    await say()
    vi.advanceTimersByTime(99)
    expect(transactions).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    await vi.waitFor(() => expect(portions).toEqual([1, 2]))
    expect(transactions).toHaveBeenCalledTimes(2)
  } finally {
    vi.useRealTimers()
    transactions.mockRestore()
  }
})

test('of two nodes that work by turns and at once each change reaches one, and once', async () => {
  const nodes = [start('shared'), start('shared')]
  for (const node of nodes) await node.drain()
  const told = 120
  await Promise.all([
    ...Array.from({ length: 4 }, async () => {
      for (let count = 0; count < told / 4; count += 1) await tell('task.changed')
    }),
    ...nodes.map(async (node) => {
      for (let count = 0; count < told; count += 1) await node.drain()
    }),
  ])
  for (const node of nodes) await node.drain()
  expect(heard).toHaveLength(told)
  expect(new Set(heard.map(({ id }) => id)).size).toBe(told)
  // By turns: where a node stood when it last worked, the other one is no more.
  for (const node of [...nodes, ...nodes]) {
    await tell('task.changed')
    await node.drain()
  }
  expect(heard).toHaveLength(told + 4)
})

test('a consumer that failed tries again by itself, a second later', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const transactions = vi.spyOn(db, 'transaction').mockImplementation(() => {
    throw new Error('the database is away')
  })
  try {
    await start('failing', tailOf(new Set())).drain()
    const { length: tries } = transactions.mock.calls
    vi.advanceTimersByTime(999)
    expect(transactions).toHaveBeenCalledTimes(tries)
    await vi.advanceTimersByTimeAsync(2)
    expect(transactions.mock.calls.length).toBeGreaterThan(tries)
  } finally {
    vi.useRealTimers()
    transactions.mockRestore()
  }
})

test('changes that are lost to a consumer are told of in the log, and it goes on with what is new', async () => {
  await start('late').drain()
  await sql`update consumers set cursor = gen_random_uuid() || '.1:1:' where name = 'late'`.execute(db)
  await tell('task.changed')
  const warned = vi.spyOn(log, 'warn')
  const runner = start('late')
  await runner.drain()
  expect(warned).toHaveBeenCalledExactlyOnceWith(
    { consumer: 'late' },
    expect.stringContaining('changes are lost'),
  )
  warned.mockRestore()
  await tell('task.changed')
  await runner.drain()
  expect(heard).toHaveLength(1)
})

test('what one great change tells is worked through in portions, each in a transaction of its own, and nothing of it is lost', async () => {
  const portions: number[][] = []
  let isFailing = true
  const reactions: Reactions = {
    async 'task.changed'(_tx, changes) {
      // As when the database goes away in the middle.
      if (portions.length === 2 && isFailing) throw Object.assign(new Error('away'), { code: '57P01' })
      portions.push(changes.map(({ id }) => id))
    },
  }
  const runner = startReactions({ name: 'patient', db, reactions: [reactions], tail: null, log })
  runners.push(runner)
  await runner.drain()
  await sql`insert into changes (account_id, topic)
    select 1, topic from generate_series(1, 12001), unnest(array['task.changed', 'typing']) topic`.execute(db)
  await runner.drain()
  expect(portions.map(({ length }) => length)).toEqual([5000, 5000])
  isFailing = false
  await runner.drain()
  expect(portions.map(({ length }) => length)).toEqual([5000, 5000, 2001])
  const ids = portions.flat()
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b))
  const last = await tell('task.changed')
  await runner.drain()
  expect(portions.at(-1)).toHaveLength(1)
  expect(hasSeen(await placeOf('patient'), last)).toBe(true)
})

test('what a reaction tells is reacted to, however many others write meanwhile', async () => {
  const reactions: Reactions = {
    async 'message.received'(tx, changes) {
      await sql`insert into changes (account_id, topic)
        select 1, 'task.changed' from generate_series(1, ${changes.length}::int)`.execute(tx)
    },
    async 'task.changed'(_tx, changes) {
      heard.push(...changes)
    },
  }
  const runner = startReactions({ name: 'chained', db, reactions: [reactions], tail: null, log })
  runners.push(runner)
  await runner.drain()
  let isOver = false
  const busy = Array.from({ length: 4 }, async () => {
    while (!isOver) await tell('typing')
  })
  const told = 60
  for (let turn = 0; turn < told; turn += 1) {
    await tell('message.received')
    await runner.drain()
  }
  isOver = true
  await Promise.all(busy)
  await runner.drain()
  expect(heard).toHaveLength(told)
})

test('what a node was reacting to when it died another one does, although nothing new comes', async () => {
  const survivor = start('survivor', tailOf(new Set()))
  await survivor.drain()
  const isAtWork = Promise.withResolvers<void>()
  const death = Promise.withResolvers<void>()
  const dying = db.transaction().execute(async (tx) => {
    await sql`select from consumers where name = 'survivor' for update`.execute(tx)
    isAtWork.resolve()
    await death.promise
  })
  await isAtWork.promise
  await tell('task.changed')
  await survivor.drain()
  expect(heard).toEqual([])
  death.reject(new Error('killed'))
  await expect(dying).rejects.toThrow('killed')
  await vi.waitFor(() => expect(heard.map(({ topic }) => topic)).toEqual(['task.changed']), 60_000)
})

test('a deadlock sets no change aside: it is tried again with all of its portion', async () => {
  let isDeadlocked = false
  const done: unknown[] = []
  const reactions: Reactions = {
    async 'task.changed'(tx, changes) {
      if (changes.some(({ patch }) => patch?.['mark'] === 'bad')) throw new Error('nobody can react to it')
      if (!isDeadlocked) {
        isDeadlocked = true
        await sql`do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`.execute(tx)
      }
      done.push(...changes.map(({ patch }) => patch?.['mark']))
    },
  }
  const runner = startReactions({
    name: 'deadlocked',
    db,
    reactions: [reactions],
    tail: tailOf(new Set()),
    log,
  })
  runners.push(runner)
  await runner.drain()
  await sql`insert into changes (account_id, topic, patch)
    values (1, 'task.changed', '{"mark": "bad"}'), (1, 'task.changed', '{"mark": "good"}')`.execute(db)
  await runner.drain()
  await vi.waitFor(() => expect(done).toEqual(['good']), 60_000)
  await vi.waitFor(async () => {
    const { rows } = await sql<{ mark: string }>`select change->'patch'->>'mark' as mark from failed_reactions
      where consumer = 'deadlocked'`.execute(db)
    expect(rows).toEqual([{ mark: 'bad' }])
  }, 60_000)
})
