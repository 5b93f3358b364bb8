import { expect, test } from 'vitest'
import { projections as conversationProjections } from '#features/conversations'
import { projections as dealProjections } from '#features/deals'
import { projections as fieldProjections } from '#features/fields'
import { projections as fileProjections } from '#features/files'
import { projections as messageProjections } from '#features/messages'
import { projections as reportProjections } from '#features/reports'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf } from '../features/intake/test-account.ts'

const database = await createTestDatabase()
const projections = [
  ...conversationProjections,
  ...messageProjections,
  ...dealProjections,
  ...fileProjections,
  ...fieldProjections,
  ...reportProjections,
]
const account = await createTestAccount(database)
await account.take(messageOf(personOf('1'), 'раз'))
await account.take(messageOf(personOf('2'), 'два'))

test('nothing is wrong in what the rules have written', async () => {
  expect(await findWrongProjections(database.pool, projections)).toEqual([])
})

const damages: [string, string][] = [
  ['open conversation of a chat', 'update chats set open_number = null where open_number = 1'],
  ['end of a conversation', `update conversations set closed_at = now(), status = 'closed' where number = 1`],
  ['unread messages of a conversation', 'update conversations set unread = 2 where number = 1'],
  ['waiting of a client', 'update conversations set waiting_since = null where number = 1'],
  ['response time exceeded', 'update conversations set missed_at = now() where number = 1'],
  [
    'last message of a conversation',
    `update conversations set last_message_at = last_message_at + interval '1 s' where number = 1`,
  ],
  [
    'first message of a closed conversation',
    `update conversations set closed_at = now(), status = 'closed', first_message_at = last_message_at + interval '1 s' where number = 1`,
  ],
  [
    'last incoming message of a conversation',
    'update conversations set last_incoming_id = null where number = 1',
  ],
  [
    'last answer of a conversation',
    'update conversations set last_answer_id = last_message_id where number = 1',
  ],
  ['responsible of a conversation', 'update conversations set responsible_user_id = 77 where number = 1'],
  ['counters of ImBox', 'update inbox_counts set unread = unread + 1'],
  ['conversations of a card', 'update deals set unread_conversations = 0'],
  ['number of the newest conversation', 'update account_counters set value = 7'],
  ['state of a message', `update messages set direction = 'out', state = 'sent'`],
  ['files of a message', 'update messages set has_attachments = true'],
  ['conversation of a message', 'update messages set number = 3 - number'],
  ['chats with something to send', `update message_parts set state = 'queued'`],
  [
    'place in the thread of what is queued',
    `update message_parts set state = 'queued', placed_at = timestamptz '2020-01-01'`,
  ],
  ['deals in a stage', 'update deal_totals set deals = deals + 1'],
  ['room that files take', 'insert into storage_use (account_id, bytes) select id, 7 from accounts'],
  [
    'how far an upload is',
    `insert into uploads (account_id, id, user_id, name, size_bytes, received_bytes, at)
      select account_id, gen_random_uuid(), id, 'a', 9, 7, now() from users`,
  ],
  [
    'values of fields that lists are filtered by',
    `with f as (insert into field_definitions (account_id, entity_kind, name, type, position)
      select id, 'deal', 'Город', 'text', 1 from accounts returning account_id, id)
      insert into field_values (account_id, entity_kind, entity_id, field_id, text_value)
      select account_id, 'deal', 1, id, 'тверь' from f`,
  ],
  [
    'days of the reports',
    `with d as (insert into report_days (account_id, from_at, to_at, time_zone, hours_key)
      select id, timestamptz '2026-01-01', timestamptz '2026-01-02', 'UTC', '' from accounts returning account_id, from_at)
      insert into report_facts (account_id, from_at, what, place, type, n)
      select account_id, from_at, 'author', 1, 'conversation.closed', 7 from d`,
  ],
]

test.each(damages)('a wrong "%s" is told with an example', async (what, damage) => {
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    await client.query(damage)
    const found = await findWrongProjections(client, projections)
    expect(found.find((wrong) => wrong.what === what)?.examples[0]).toMatch(
      /^account \d+, .+: kept .+, should be /,
    )
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('there is no projection that was not damaged here', () => {
  expect(damages.map(([what]) => what)).toEqual(projections.map(({ what }) => what))
})
