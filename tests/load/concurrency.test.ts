import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFailed, test, vi } from 'vitest'
import type { Incoming, IncomingMessage } from '#channels/channel'
import { findViewer, type Viewer } from '#features/access'
import { closeConversation, dismissConversation, markRead, markUnread } from '#features/conversations'
import { createIntake } from '#features/intake'
import { sendMessage } from '#features/messages'
import { uuidv7 } from '#lib/crypto'
import { createDatabase, inTransaction, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { changeContact } from '../../server/features/contacts/change-contact.ts'
import { changeDeal } from '../../server/features/deals/change-deal.ts'
import type { Intake } from '../../server/features/intake/intake.ts'
import { failPart } from '../../server/features/messages/fail-part.ts'
import {
  createTestAccount,
  messageOf,
  personOf,
  type TestAccount,
} from '../../server/features/intake/test-account.ts'
import { throwDice } from './test-dice.ts'
import { expectExactProjections, expectGaplessNumbers } from './test-proofs.ts'
import { patienceMs } from './test-product.ts'

vi.setConfig({ testTimeout: patienceMs, hookTimeout: patienceMs })

const database = await createTestDatabase()
const { db } = database
/** Nodes with connections and lanes of their own, as separate processes have them. */
const nodes = Array.from({ length: 3 }, () => {
  const own = createDatabase({ connectionString: database.connectionString, max: 8 })
  afterAll(own.close)
  const intake = createIntake({
    pool: own.pool,
    db: own.db,
    clock: () => new Date(),
    secretKey: Buffer.alloc(32, 7),
    log: createLog({ level: 'silent' }),
    onCommit: () => {},
  })
  return { ...own, intake }
})

let account: TestAccount
let viewer: Viewer
beforeAll(async () => {
  await freshAccount()
})

async function freshAccount(): Promise<void> {
  account = await createTestAccount(database)
  const found = await findViewer(db, account.accountId, account.adminId)
  if (!found) throw new Error('The account has no admin')
  viewer = found
}

const nodeAt = (index: number): (typeof nodes)[number] => {
  const node = nodes[index % nodes.length]
  if (!node) throw new Error('There are no nodes')
  return node
}
const take = (intake: Intake, items: Incoming[], channelId = account.channelId): Promise<void> =>
  intake.take({ accountId: account.accountId, id: channelId, kind: 'telegram' }, items, {})
/** The same or different things, one on each node, at the same instant. */
const takeEverywhere = (...deliveries: Incoming[][]): Promise<unknown> =>
  Promise.all(deliveries.map((items, index) => take(nodeAt(index).intake, items)))

async function count(table: 'contacts' | 'deals' | 'chats' | 'messages' | 'conversations'): Promise<number> {
  const row = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', account.accountId)
    .executeTakeFirstOrThrow()
  return row.count
}
const numbersOpen = async (): Promise<number[]> => {
  const rows = await db
    .selectFrom('conversations')
    .select('number')
    .where('account_id', '=', account.accountId)
    .where('closed_at', 'is', null)
    .execute()
  return rows.map((row) => row.number)
}
const close = (tx: Tx, number: number): Promise<unknown> =>
  closeConversation(tx, {
    accountId: account.accountId,
    number,
    actor: { kind: 'user', id: account.adminId },
    way: 'hand',
    road: 'hand',
    now: new Date(),
  })
const chatIdOf = async (externalId: string): Promise<string> => {
  const row = await db
    .selectFrom('chats')
    .select('id')
    .where('account_id', '=', account.accountId)
    .where('external_chat_id', '=', externalId)
    .executeTakeFirstOrThrow()
  return row.id
}
const eventsOf = async (type: string): Promise<number> => {
  const rows = await db
    .selectFrom('events')
    .select('id')
    .where('account_id', '=', account.accountId)
    .where('type', '=', type)
    .execute()
  return rows.length
}
async function expectAllWell(): Promise<void> {
  await expectExactProjections(database)
  await expectGaplessNumbers(database, account.accountId)
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks::int from pg_stat_database where datname = current_database()`.execute(db)
  expect(rows).toEqual([{ deadlocks: 0 }])
  expect(await db.selectFrom('dead_letters').select('error').execute()).toEqual([])
}

describe('on several nodes at the same instant', () => {
  test('the same webhook five times is one message: of a new person, in an open and in a closed conversation', async () => {
    await freshAccount()
    for (let round = 0; round < 15; round += 1) {
      const person = personOf(`copy-${round}`)
      for (const step of ['new', 'open', 'closed'] as const) {
        const message = messageOf(person, step)
        if (step === 'closed')
          for (const number of await numbersOpen()) await inTransaction(db, (tx) => close(tx, number))
        await takeEverywhere([message], [message], [message], [message], [message])
      }
    }
    expect([await count('contacts'), await count('deals'), await count('chats')]).toEqual([15, 15, 15])
    expect([await count('messages'), await count('conversations')]).toEqual([45, 30])
    expect(await eventsOf('message.received')).toBe(45)
    await expectAllWell()
  })

  test('two chats of one new person are one contact and one deal', async () => {
    await freshAccount()
    for (let round = 0; round < 15; round += 1) {
      const person = personOf(`twin-${round}`)
      await Promise.all([
        take(nodeAt(0).intake, [messageOf(person, 'туда')]),
        take(nodeAt(1).intake, [messageOf(person, 'сюда')], account.secondChannelId),
      ])
    }
    expect([await count('contacts'), await count('deals'), await count('chats')]).toEqual([15, 15, 30])
    expect([await eventsOf('contact.created'), await eventsOf('deal.created')]).toEqual([15, 15])
    await expectAllWell()
  })

  test('an edit that meets its original is one message with the edited text, in one conversation', async () => {
    await freshAccount()
    for (let round = 0; round < 15; round += 1) {
      const original = messageOf(personOf(`edit-${round}`), 'как было')
      const edit: Incoming = {
        ...original,
        kind: 'edit',
        key: `edit-${round}`,
        editedAt: new Date(),
        content: { ...original.content, text: 'как стало' },
      }
      await (round % 2
        ? takeEverywhere([edit], [original], [edit])
        : takeEverywhere([original], [edit], [original]))
    }
    const rows = await db
      .selectFrom('messages')
      .select(['body', 'number'])
      .where('account_id', '=', account.accountId)
      .execute()
    expect(rows.map((row) => row.body)).toEqual(Array.from({ length: 15 }, () => 'как стало'))
    expect(rows.every((row) => row.number !== null)).toBe(true)
    expect(await count('conversations')).toBe(15)
    await expectAllWell()
  })

  test('the parts of an album in webhooks of their own are one message with every file once', async () => {
    await freshAccount()
    for (let round = 0; round < 15; round += 1) {
      const person = personOf(`album-${round}`)
      const parts = ['1.jpg', '2.jpg', '3.jpg'].map((name) => photoOf(person, name, `album-${round}`))
      await takeEverywhere(...parts.map((part) => [part]), ...parts.map((part) => [part]))
    }
    expect([await count('messages'), await count('conversations')]).toEqual([15, 15])
    const { rows } = await sql<{ names: string[]; places: number[] }>`
      select array_agg(name order by name) as names, array_agg(position order by position) as places from attachments
      where account_id = ${account.accountId} group by message_id`.execute(db)
    expect(rows).toEqual(
      Array.from({ length: 15 }, () => ({ names: ['1.jpg', '2.jpg', '3.jpg'], places: [0, 1, 2] })),
    )
    await expectAllWell()
  })

  test('Close pressed by two people and a message coming in between: one closure a conversation, the message in none that was closed', async () => {
    await freshAccount()
    const person = personOf('closing')
    for (let round = 0; round < 20; round += 1) {
      await take(nodeAt(round).intake, [messageOf(person, 'вопрос')])
      const [number = 0] = await numbersOpen()
      await Promise.all([
        inTransaction(nodeAt(0).db, (tx) => close(tx, number)),
        inTransaction(nodeAt(1).db, (tx) => close(tx, number)),
        take(nodeAt(2).intake, [messageOf(person, 'подождите')]),
      ])
    }
    expect(await count('messages')).toBe(40)
    expect(await eventsOf('conversation.closed')).toBe(
      (await count('conversations')) - (await numbersOpen()).length,
    )
    const { rows } = await sql<{ late: number }>`
      select count(*)::int as late from messages m
      join changes came on came.account_id = m.account_id and came.message_id = m.id and came.topic = 'message.received'
      join changes ended on ended.account_id = m.account_id and ended.number = m.number and ended.topic = 'conversation.closed'
      where m.account_id = ${account.accountId} and came.id > ended.id`.execute(db)
    expect(rows[0]?.late).toBe(0)
    await expectAllWell()
  })

  test('a button pressed twice sends one message', async () => {
    await freshAccount()
    await take(nodeAt(0).intake, [messageOf(personOf('double'), 'вопрос')])
    const chatId = await chatIdOf('double')
    const id = uuidv7()
    await Promise.all(
      Array.from({ length: 6 }, (_one, index) =>
        inTransaction(nodeAt(index).db, (tx) =>
          sendMessage(tx, { kind: 'user', viewer }, answerOf(chatId, id), new Date()),
        ),
      ),
    )
    const parts = await db
      .selectFrom('message_parts')
      .select('position')
      .where('message_id', '=', id)
      .execute()
    expect([parts.length, await eventsOf('message.queued')]).toEqual([1, 1])
    await expectAllWell()
  })

  test('64 writers open conversations: every number once, without a gap, although a third of the transactions fail', async () => {
    await freshAccount()
    const failing = new Error('on purpose')
    const writers = Array.from({ length: 64 }, (_one, index) => index)
    await Promise.all(
      writers.map(async (writer) => {
        for (let turn = 0; turn < 3; turn += 1)
          await take(nodeAt(writer).intake, [messageOf(personOf(`w-${writer}`), `${turn}`)])
      }),
    )
    for (const number of await numbersOpen()) await inTransaction(db, (tx) => close(tx, number))
    let failed = 0
    await Promise.all(
      writers.map(async (writer) => {
        const chatId = await chatIdOf(`w-${writer}`)
        const work = inTransaction(nodeAt(writer).db, async (tx) => {
          await sendMessage(tx, { kind: 'user', viewer }, answerOf(chatId, uuidv7()), new Date())
          if (writer % 3 === 0) throw failing
        })
        await work.catch((error: unknown) => {
          if (error !== failing) throw error
          failed += 1
        })
      }),
    )
    expect(failed).toBe(22)
    expect(await count('conversations')).toBe(64 + 64 - failed)
    await expectAllWell()
  })
})

test('whatever clients and colleagues do at the same time, everything kept beside its rows stays exact', async () => {
  await freshAccount()
  const dice = throwDice()
  onTestFailed(() => console.error(`LOAD_SEED=${dice.seed} repeats this run`))
  const people = Array.from({ length: 12 }, (_one, index) => personOf(`p-${index}`))
  for (const person of people) await take(nodeAt(0).intake, [messageOf(person, 'здравствуйте')])
  const userIds = [account.adminId, await addUser(), null]
  const oneOf = <T>(list: readonly T[]): T => {
    const chosen = list[dice.between(0, list.length - 1)]
    if (chosen === undefined) throw new Error('Nothing to choose from')
    return chosen
  }
  const someNumber = async (): Promise<number> => dice.between(1, await count('conversations'))
  const someId = async (table: 'contacts' | 'deals'): Promise<number> => {
    const rows = await db
      .selectFrom(table)
      .select('id')
      .where('account_id', '=', account.accountId)
      .orderBy('id')
      .execute()
    return oneOf(rows).id
  }
  const here = (): { accountId: number; now: Date } => ({ accountId: account.accountId, now: new Date() })
  const actor = { kind: 'user', id: account.adminId } as const
  type Act = (node: (typeof nodes)[number]) => Promise<unknown>
  const acts: Act[] = [
    (node) => take(node.intake, [messageOf(oneOf(people), 'ещё')]),
    (node) => take(node.intake, [messageOf(oneOf(people), 'сразу'), messageOf(oneOf(people), 'два')]),
    (node) =>
      take(node.intake, [
        messageOf(oneOf(people), 'поздно', { at: new Date(Date.now() - dice.between(0, 60_000)) }),
      ]),
    (node) => take(node.intake, [photoOf(oneOf(people), 'фото.jpg', `a-${dice.between(1, 20)}`)]),
    async (node) => {
      const chatId = await chatIdOf(oneOf(people).externalId)
      return inTransaction(node.db, (tx) =>
        sendMessage(tx, { kind: 'user', viewer }, answerOf(chatId, uuidv7()), new Date()),
      )
    },
    async (node) => {
      const number = await someNumber()
      return inTransaction(node.db, (tx) => close(tx, number))
    },
    async (node) => {
      const number = await someNumber()
      return inTransaction(node.db, (tx) => dismissConversation(tx, { ...here(), number, actor }))
    },
    async (node) => {
      const number = await someNumber()
      return inTransaction(node.db, (tx) =>
        markRead(tx, { ...here(), number, userId: account.adminId, way: 'marked', upTo: null }),
      )
    },
    async (node) => {
      const number = await someNumber()
      return inTransaction(node.db, (tx) => markUnread(tx, { ...here(), number }))
    },
    async (node) => {
      const contactId = await someId('contacts')
      return inTransaction(node.db, (tx) =>
        changeContact(tx, viewer, { contactId, responsibleUserId: oneOf(userIds) }, new Date()),
      )
    },
    async (node) => {
      const dealId = await someId('deals')
      return inTransaction(node.db, (tx) =>
        changeDeal(tx, viewer, { dealId, responsibleUserId: oneOf(userIds) }, new Date()),
      )
    },
    async (node) => {
      const { rows } = await sql<{ messageId: string; chatId: string; number: number | null }>`
        select p.message_id as "messageId", p.chat_id as "chatId", m.number from message_parts p
        join messages m on m.account_id = p.account_id and m.id = p.message_id
        where p.account_id = ${account.accountId} and p.state = 'queued' order by random() limit 1`.execute(
        db,
      )
      const [part] = rows
      if (!part) return
      const target = { ...part, accountId: account.accountId, channelId: account.channelId, position: 0 }
      return inTransaction(node.db, (tx) => failPart(tx, target, 'refused', new Date()))
    },
  ]
  await Promise.all(
    Array.from({ length: 9 }, async (_one, worker) => {
      for (let turn = 0; turn < 40; turn += 1) {
        await oneOf(acts)(nodeAt(worker)).catch((error: unknown) => {
          // What somebody else changed meanwhile is refused; anything else is a fault.
          if (!(error instanceof AppError)) throw error
        })
      }
    }),
  )
  await expectAllWell()
})

function answerOf(chatId: string, id: string): Parameters<typeof sendMessage>[2] {
  return {
    id,
    chatId,
    text: 'ответ',
    fileIds: [],
    replyToId: null,
    card: null,
    seenMessageId: null,
    anyway: true,
  }
}

function photoOf(person: ReturnType<typeof personOf>, name: string, albumKey: string): IncomingMessage {
  const photo = {
    kind: 'photo' as const,
    name,
    mime: 'image/jpeg',
    sizeBytes: 10,
    durationSeconds: null,
    width: 1,
    height: 1,
    remoteRef: name,
    state: 'too_big' as const,
  }
  return messageOf(person, '', {
    albumKey,
    content: { text: '', entities: [], attachments: [photo], unsupported: null },
  })
}

async function addUser(): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, language, time_zone)
    select ${account.accountId}, ${uuidv7()}, 'Борис', 'boris@example.com', id, 'ru', 'UTC' from roles
    where account_id = ${account.accountId} and kind = 'member' returning id`.execute(db)
  return rows[0]?.id ?? 0
}
