import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { openCrm } from '../deals/test-crm.ts'
import { listFeed } from '../feed/list-feed.ts'
import { listParticipants } from '../participants/list-participants.ts'
import { listChats } from './chat-views.ts'
import { listInternalMessages } from './list-messages.ts'

/** Many chats in which much was said; the one that is looked at is as long as all others together. */
const chats = 2000
const messagesEach = 20
const messagesHere = 40_000

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let admin: Viewer
let dealId = 0
const chatId = randomUUID()
let oldId = ''

beforeAll(async () => {
  const crm = await createCrm()
  const { accountId, adminId } = crm
  admin = await crm.viewer(adminId)
  const other = await crm.addUser()
  dealId = (await crm.write('Марина')).dealId
  await sql`
    with c as (
      insert into internal_chats (account_id, id, kind, name, created_by, created_at, last_seq, last_at)
      select ${accountId}::bigint, gen_random_uuid(), 'group', 'Чат ' || n, ${other}::bigint, now(), ${messagesEach}, now() - n * interval '1 hour'
      from generate_series(1, ${chats}::int) n returning account_id, id, last_at
    ), m as (
      insert into internal_members (account_id, chat_id, user_id, added_by, at)
      select account_id, id, ${other}::bigint, ${other}::bigint, now() from c
      union all select account_id, id, ${adminId}::bigint, ${other}::bigint, now() from (select * from c limit 50) few
    )
    insert into internal_messages (account_id, id, chat_id, seq, author_user_id, body, at)
    select account_id, gen_random_uuid(), id, n, ${other}::bigint, 'слово', last_at from c cross join generate_series(1, ${messagesEach}::int) n`.execute(
    db,
  )
  await sql`
    with c as (
      insert into internal_chats (account_id, id, kind, card_kind, card_id, created_by, created_at, last_seq, last_at)
      values (${accountId}::bigint, ${chatId}, 'card', 'deal', ${dealId}::bigint, ${adminId}::bigint, now(), ${messagesHere}, now())
    )
    insert into internal_messages (account_id, id, chat_id, seq, author_user_id, body, at)
    select ${accountId}::bigint, gen_random_uuid(), ${chatId}::uuid, n, ${other}::bigint, 'слово', timestamptz '2024-01-01' + n * interval '1 minute'
    from generate_series(1, ${messagesHere}::int) n`.execute(db)
  await sql`
    insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
    select ${accountId}::bigint, 'deal', 1000000 + n, 'user', ${other}::bigint, ${adminId}::bigint from generate_series(1, 20000) n`.execute(
    db,
  )
  const { rows } = await sql<{
    id: string
  }>`select id from internal_messages where chat_id = ${chatId} and seq = 700`.execute(db)
  oldId = rows[0]?.id ?? ''
  await sql`vacuum analyze`.execute(db)
})

const large = new Set(['internal_messages', 'internal_chats', 'internal_members', 'participants'])

test.each<[string, (read: Read) => Promise<unknown>]>([
  ['the newest page of a long chat', (read) => listInternalMessages(read, admin, { chatId, limit: 50 })],
  [
    'an older page of it',
    (read) => listInternalMessages(read, admin, { chatId, limit: 50, before: String(messagesHere / 2) }),
  ],
  [
    'a page around an old message of it',
    (read) => listInternalMessages(read, admin, { chatId, limit: 50, around: oldId }),
  ],
  ['the list of one’s chats', (read) => listChats(read, admin)],
  [
    'a feed of much that colleagues said',
    (read) => listFeed(read, admin, { kind: 'deal', cardId: dealId, hide: [], limit: 50 }),
  ],
  ['who takes part in a card', (read) => listParticipants(read, admin, { kind: 'deal', id: dealId })],
])('%s costs the same in a large account', async (_what, work) => {
  const plans = await explain(database, work)
  expect(plans.length).toBeGreaterThan(0)
  for (const plan of plans) {
    expect(
      plan.scanned.filter((name) => large.has(name)),
      plan.text,
    ).toEqual([])
    expect(plan.rows, plan.text).toBeLessThanOrEqual(250)
  }
})
