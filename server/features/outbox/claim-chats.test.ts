import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf } from '../intake/test-account.ts'
import { claimChats, claimQuery, type Claiming } from './claim-chats.ts'

const database = await createTestDatabase()
const { db } = database
const account = await createTestAccount(database)
const { accountId } = account
const nodeId = randomUUID()
const second = (count: number): Date => new Date(Date.now() - 60_000 + count * 1000)

/** A chat of the account's channel with something to send, as if in this channel. */
async function wait(channelId: number, dueAt: Date): Promise<string> {
  const external = randomUUID()
  await account.take(messageOf(personOf(external), 'здравствуйте', { chat: external }))
  const { id } = await db
    .selectFrom('chats')
    .select('id')
    .where('external_chat_id', '=', external)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('outbox')
    .values({ account_id: accountId, chat_id: id, channel_id: channelId, due_at: dueAt })
    .execute()
  return id
}

async function claim(claiming: Claiming): Promise<string[]> {
  const chats = await claimChats(db, nodeId, claiming)
  return chats.map((chat) => chat.chatId).toSorted()
}

const freeAll = () => db.updateTable('outbox').set({ node_id: null, claimed_at: null }).execute()

test('what has waited longest is taken first, of all channels; a channel that has its share leaves places to the others', async () => {
  const [busy, quiet] = [9001, 9002]
  const ofBusy: string[] = []
  for (let count = 0; count < 5; count += 1) ofBusy.push(await wait(busy, second(count)))
  const ofQuiet = [await wait(quiet, second(10)), await wait(quiet, second(11))]
  const future = await wait(quiet, new Date(Date.now() + 3_600_000))
  expect(await claim({ most: 4 })).toEqual(ofBusy.slice(0, 4).toSorted())
  await freeAll()
  expect(await claim({ most: 5, mostOfChannel: 3 })).toEqual([...ofBusy.slice(0, 3), ...ofQuiet].toSorted())
  expect(await claim({ most: 5, mostOfChannel: 3, atWork: new Map([[busy, 3]]) })).toEqual([])
  expect(await claim({ most: 5, mostOfChannel: 3, atWork: new Map([[busy, 2]]) })).toEqual([ofBusy[3]])
  expect(await claim({ most: 5 })).toEqual([ofBusy[4]])
  await freeAll()
  expect(await claim({ most: 32, accountId: accountId + 1 })).toEqual([])
  expect(await claim({ most: 32, accountId })).toEqual([...ofBusy, ...ofQuiet].toSorted())
  expect(await claim({ most: 32 })).not.toContain(future)
  await freeAll()
})

test('many who claim at once never get the same chat, and together get all of them', async () => {
  const all = await db.selectFrom('outbox').select('chat_id').where('due_at', '<=', new Date()).execute()
  const nodes = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const mine: string[] = []
      for (;;) {
        const chats = await claimChats(db, randomUUID(), { most: 2, mostOfChannel: 2 })
        if (chats.length === 0) return mine
        mine.push(...chats.map((chat) => chat.chatId))
      }
    }),
  )
  // One that found every row locked saw nothing; what is left is found by the next look.
  const left = await claim({ most: 32 })
  expect([...nodes.flat(), ...left].toSorted()).toEqual(all.map((row) => row.chat_id).toSorted())
  await freeAll()
})

test('the waiting chats are found by their index, a probe a channel', async () => {
  await sql`insert into outbox (account_id, chat_id, channel_id, due_at)
    select ${accountId}, gen_random_uuid(), 9100 + i % 5, now() - i * interval '1 ms' from generate_series(1, 20000) i`.execute(
    db,
  )
  await sql`analyze outbox`.execute(db)
  const claiming = { most: 32, mostOfChannel: 24, atWork: new Map([[9100, 24]]) }
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${claimQuery(nodeId, claiming)}`.execute(db)
  const reads = rows.map((row) => row['QUERY PLAN']).filter((line) => / on outbox/.test(line))
  expect(reads.length).toBeGreaterThan(2)
  for (const line of reads) expect(line).not.toMatch(/Seq Scan/)
})
