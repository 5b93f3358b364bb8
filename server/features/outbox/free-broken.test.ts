import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, expect, test, vi } from 'vitest'
import type { Messenger } from '#channels/channel'
import { createTelegram } from '#channels/telegram/telegram'
import { findViewer } from '#features/access'
import { findMessages, sendMessage } from '#features/messages'
import { inTransaction } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf } from '../intake/test-account.ts'
import { startOutbox } from './outbox.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const account = await createTestAccount(database)
const { accountId } = account

const sent: string[] = []
const telegram = createTelegram({ apiRoot: 'http://127.0.0.1:9', allowsPrivateNetwork: true })
let isIdempotent = false
const messenger: Messenger = {
  ...telegram,
  get capabilities() {
    return { ...telegram.capabilities, isIdempotent }
  },
  async send(_to, part) {
    sent.push(part.text)
    return { outcome: 'accepted', externalIds: [`9000${sent.length}`] }
  },
}
const connection = { token: 'x', externalId: '1', name: 'Бот' }
const channel = { messenger, connection, isPaused: false, reportRevoked: async () => {} }
const outbox = startOutbox(
  {
    db,
    pool,
    nodeId: randomUUID(),
    clock: () => new Date(),
    log: createLog({ level: 'silent' }),
    connect: async () => channel,
    connectAll: async (_account, ids) => new Map(ids.map((id) => [id, channel])),
    openFile: async () => null,
  },
  null,
)
afterAll(() => outbox.close())

async function send(chatId: string, text: string): Promise<string> {
  const viewer = await findViewer(db, accountId, account.adminId)
  if (!viewer) throw new Error('no viewer')
  const sending = { id: randomUUID(), chatId, text, fileIds: [], replyToId: null, card: null }
  return inTransaction(db, (tx) =>
    sendMessage(tx, { kind: 'user', viewer }, { ...sending, seenMessageId: null, anyway: true }, new Date()),
  )
}
const statesOf = async (...ids: string[]) =>
  (await findMessages(db, accountId, ids)).map((message) => message.state)

await sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'no outcome'; end $$`.execute(
  db,
)
/** No outcome can be written any more, though the database is there. */
const refuseOutcomes = () =>
  sql`create trigger refuse before insert on delivery_attempts for each row execute function refuse()`.execute(
    db,
  )
const takeOutcomes = () => sql`drop trigger refuse on delivery_attempts`.execute(db)

test.each([
  { knowsKeys: false, leaves: ['раз', 'два'], states: ['uncertain', 'sent'] },
  { knowsKeys: true, leaves: ['раз', 'раз', 'два'], states: ['sent', 'sent'] },
])(
  'a chat whose outcome could not be written goes on in the same process (a repeated key is known: $knowsKeys)',
  async ({ knowsKeys, leaves, states }) => {
    isIdempotent = knowsKeys
    sent.length = 0
    const external = `broken-${knowsKeys}`
    await account.take(messageOf(personOf(external), 'здравствуйте', { chat: external }))
    const { id: chatId } = await db
      .selectFrom('chats')
      .select('id')
      .where('external_chat_id', '=', external)
      .executeTakeFirstOrThrow()
    await refuseOutcomes()
    const ids = [await send(chatId, 'раз'), await send(chatId, 'два')]
    await outbox.drain()
    expect(await statesOf(...ids)).toEqual(['queued', 'queued'])
    await takeOutcomes()
    await vi.waitFor(async () => expect(await statesOf(...ids)).toEqual(states), { timeout: 60_000 })
    expect(sent).toEqual(leaves)
  },
)
