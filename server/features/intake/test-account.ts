import { randomUUID } from 'node:crypto'
import type { Incoming, IncomingMessage, Person } from '#channels/channel'
import { createCustomerPipeline } from '#features/customers'
import { createDefaultPipeline } from '#features/deals'
import { createAccount } from '#features/people'
import { createLog } from '#lib/log'
import type { Database } from '#lib/db'
import { createIntake, type Intake } from './intake.ts'

export type TestAccount = {
  accountId: number
  adminId: number
  channelId: number
  secondChannelId: number
  intake: Intake
  take(...items: Incoming[]): Promise<void>
  takeAt(channelId: number, ...items: Incoming[]): Promise<void>
}

/** An account with two Telegram bots and an intake, as a server has them; for tests. */
export async function createTestAccount(
  database: Database,
  now: () => Date = () => new Date(),
): Promise<TestAccount> {
  const { account, userId } = await database.db.transaction().execute((tx) =>
    createAccount(
      tx,
      {
        secretKey: Buffer.alloc(32, 7),
        publicUrl: null,
        onAccountCreated: async (inner, made) => {
          await createDefaultPipeline(inner, made)
          await createCustomerPipeline(inner, made)
        },
      },
      {
        company: 'Зерно и пар',
        language: 'ru',
        timeZone: 'Europe/Moscow',
        currency: 'RUB',
        country: 'RU',
        admin: { name: 'Анна', email: `${randomUUID()}@example.com`, password: 'correct horse battery' },
      },
    ),
  )
  const channelId = await addBot(database, account.id)
  const secondChannelId = await addBot(database, account.id)
  const intake = createIntake({
    pool: database.pool,
    db: database.db,
    clock: now,
    secretKey: Buffer.alloc(32, 7),
    log: createLog({ level: 'silent' }),
    onCommit: () => {},
  })
  const takeAt = (id: number, ...items: Incoming[]): Promise<void> =>
    intake.take({ accountId: account.id, id, kind: 'telegram' }, items, { items: items.length })
  return {
    accountId: account.id,
    adminId: userId,
    channelId,
    secondChannelId,
    intake,
    take: (...items) => takeAt(channelId, ...items),
    takeAt,
  }
}

async function addBot(database: Database, accountId: number): Promise<number> {
  const { id } = await database.db
    .insertInto('channels')
    .values({ account_id: accountId, kind: 'telegram', name: 'Бот', external_id: randomUUID() })
    .returning('id')
    .executeTakeFirstOrThrow()
  await database.db
    .insertInto('channel_health')
    .values({ account_id: accountId, channel_id: id, mode: 'polling' })
    .execute()
  return id
}

let lastId = 1000

export function personOf(externalId: string, name = `Клиент ${externalId}`): Person {
  return { scope: 'messenger', externalId, name, handle: null, language: 'ru' }
}

/** A message of a person in his private chat with the bot. */
export function messageOf(
  person: Person,
  text: string,
  rest: Partial<IncomingMessage> = {},
): IncomingMessage {
  lastId += 1
  return {
    kind: 'message',
    chat: person.externalId,
    externalId: String(lastId),
    sequence: lastId,
    at: new Date(),
    person,
    content: { text, entities: [], attachments: [], unsupported: null },
    albumKey: null,
    replyTo: null,
    forwardedFrom: null,
    source: null,
    ownPhone: null,
    ...rest,
  }
}
