import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MessageView } from '#contract/messages'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { listMessages, type Thread } from './list-messages.ts'

/** A chat of years of talk: three messages of every second minute are of one instant. Another one of the same account is short. */
const said = 5_000

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
let admin: Viewer
let chatId = ''
let otherChatId = ''
/** All of the chat, oldest first. */
let ids: string[] = []

beforeAll(async () => {
  crm = await createCrm()
  admin = await crm.viewer(crm.adminId)
  chatId = await chatOf((await crm.write('Марина')).number)
  otherChatId = await chatOf((await crm.write('Олег')).number)
  await sql`
    insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, external_seq, received_at)
    select account_id, gen_random_uuid(), chat_id, number, 'in', 'text', 'client', 'Письмо ' || n,
      timestamptz '2024-01-01' + (n - n % 4 % 3) * interval '1 minute 7 microseconds', n % 7, now()
    from conversations cross join generate_series(1, ${said - 1}::int) n
    where account_id = ${crm.accountId} and chat_id = ${chatId}`.execute(db)
  await sql`vacuum analyze messages`.execute(db)
  const { rows } = await sql<{ id: string }>`select id from messages where account_id = ${crm.accountId}
    and chat_id = ${chatId} order by placed_at, external_seq, id`.execute(db)
  ids = rows.map(({ id }) => id)
})

async function chatOf(number: number): Promise<string> {
  const { rows } = await sql<{ id: string }>`select chat_id as id from conversations
    where account_id = ${crm.accountId} and number = ${number}`.execute(db)
  return rows[0]?.id ?? ''
}

const page = (wish: object, read: Read = db): Promise<Thread> =>
  listMessages(read, admin, { chatId, limit: 60, ...wish })
const idsOf = (items: readonly MessageView[]): string[] => items.map(({ id }) => id)

describe('a message of a chat of five thousand is shown in its place', () => {
  test.each([0, 1, 20, 29, 31, 2_500, 2_501, 2_502, 4_969, 4_971, said - 1])(
    'the one at %i, with what stands around it',
    async (at) => {
      const { items, before, after } = await page({ around: ids[at] })
      const from = Math.max(0, at - 30)
      expect(idsOf(items)).toEqual(ids.slice(from, at + 30))
      expect([before === null, after === null]).toEqual([from === 0, at + 30 >= said])
    },
  )

  test('by as many questions and rows however old it is', async () => {
    const plansOf = async (at: number) => explain(database, (read) => page({ around: ids[at] }, read))
    const [old, young] = [await plansOf(40), await plansOf(said - 40)]
    expect(old.length).toBe(young.length)
    expect(old.length).toBeLessThanOrEqual(5)
    for (const plan of [...old, ...young]) {
      expect(
        plan.scanned.filter((name) => ['messages', 'conversations'].includes(name)),
        plan.text,
      ).toEqual([])
      expect(plan.rows, plan.text).toBeLessThanOrEqual(130)
    }
  })

  test.each([1, 2, 100])('and from there all of the chat is gone through by pages of %i', async (limit) => {
    const wish = { limit }
    const start = await page({ ...wish, around: ids[limit === 100 ? 2_500 : said - 6] })
    const seen = idsOf(start.items)
    for (let { after } = start; after !== null;) {
      const some = await page({ ...wish, after })
      expect(some.before).not.toBeNull()
      seen.push(...idsOf(some.items))
      after = some.after
    }
    expect(seen).toEqual(ids.slice(-seen.length))
    if (limit < 100) return
    for (let { before } = start; before !== null;) {
      const some = await page({ ...wish, before })
      expect(some.after).not.toBeNull()
      seen.unshift(...idsOf(some.items))
      before = some.before
    }
    expect(seen).toEqual(ids)
  })
})

test('the newest page reaches the end', async () => {
  const { items, before, after } = await page({})
  expect(idsOf(items)).toEqual(ids.slice(-60))
  expect([before === null, after]).toEqual([false, null])
})

describe('what is not there', () => {
  const ask = async (userId: number, query: string, of = chatId) => {
    const viewer = await crm.viewer(userId)
    const wish = Object.fromEntries(new URLSearchParams(query))
    return listMessages(db, viewer, { chatId: of, limit: 10, ...wish }).catch((error: unknown) => error)
  }

  test('a message of another chat, of another account and none at all are answered alike', async () => {
    const foreign = await createCrm()
    await foreign.write('Чужая')
    const { rows } = await sql<{
      id: string
    }>`select id from messages where account_id = ${foreign.accountId}`.execute(db)
    const { items } = await page({ chatId: otherChatId })
    for (const id of [items[0]?.id, rows[0]?.id, randomUUID()]) {
      expect(await ask(crm.adminId, `around=${id}`)).toMatchObject({ code: 'message.not_found' })
    }
  })

  test('of a chat that one does not see the chat is not there', async () => {
    const none = { view: 'none' } as const
    const blind = await crm.addUser({ deals: none, customers: none, contacts: none })
    expect(await ask(blind, `around=${ids[7]}`)).toMatchObject({ code: 'chat.not_found' })
  })

  test.each(['before=x', 'after=1.2.3', `before=1700000000000.0.${randomUUID()}`])(
    'a cursor of somebody else’s making is refused by name: %s',
    async (query) => {
      expect(await ask(crm.adminId, query)).toMatchObject({
        code: 'request.invalid',
        details: { fields: [{ path: query.split('=')[0] }] },
      })
    },
  )
})
