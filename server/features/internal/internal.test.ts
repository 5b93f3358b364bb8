import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { InternalChat, InternalMessage } from '#contract/internal'
import type { Principal } from '#contract/participants'
import { createLog } from '#lib/log'
import { startReactions } from '#lib/reactions'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { waitedFor } from '#lib/test-locks'
import { findWrongProjections } from '#lib/projections'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import * as notifications from '../notifications/index.ts'
import { tellingOf } from '../notifications/test-telling.ts'
import * as participants from '../participants/index.ts'
import { projections, reactions, routes } from './index.ts'

const database = await createTestDatabase()
const { db, pool } = database
const createCrm = await openCrm(database, (deps) => [
  ...routes(deps),
  ...participants.routes(deps),
  ...notifications.routes(tellingOf(deps)),
])
const nothing = { deals: { view: 'none' }, contacts: { view: 'none' } } as const

let crm: TestCrm
let dealId = 0
let groupId = 0
let boris = 0
let vera = 0
beforeEach(async () => {
  crm = await createCrm()
  ;({ dealId } = await crm.write('Марина'))
  groupId = await crm.addGroup()
  boris = await crm.addUser(nothing, groupId)
  vera = await crm.addUser(nothing, groupId)
})

async function done<T>(reply: ReturnType<TestCrm['call']>): Promise<T> {
  const { status, body } = await reply
  expect(status, JSON.stringify(body)).toBe(200)
  return body as T
}
const codeOf = async (reply: ReturnType<TestCrm['call']>): Promise<unknown> =>
  ((await reply).body as { error?: { code: string } }).error?.code

const openCard = (by = crm.adminId) =>
  done<InternalChat>(crm.call(by, 'PUT', `/cards/deal/${dealId}/internal-chat`))
type Given = { id?: string; text?: string; fileIds?: string[]; recipients?: Principal[]; replyToId?: string }
const post = (chatId: string, given: Given = {}, by = crm.adminId) =>
  crm.call(by, 'POST', `/internal/chats/${chatId}/messages`, {
    id: randomUUID(),
    text: 'Посмотрите',
    ...given,
  })
const send = (chatId: string, given: Given = {}, by = crm.adminId) =>
  done<InternalMessage>(post(chatId, given, by))
const toUser = (id: number): Principal => ({ kind: 'user', id })
const toGroup = (id: number): Principal => ({ kind: 'group', id })
const textsOf = async (chatId: string, by = crm.adminId): Promise<string[]> =>
  (
    await done<{ items: InternalMessage[] }>(crm.call(by, 'GET', `/internal/chats/${chatId}/messages`))
  ).items.map(({ text }) => text)

type Notice = { kind: string; text: string; count: number; isRead: boolean; card: unknown }
const noticesOf = async (by: number): Promise<Notice[]> =>
  (await done<{ items: Notice[] }>(crm.call(by, 'GET', '/notifications'))).items.filter(
    ({ kind, isRead }) => (kind === 'internal' || kind === 'mention') && !isRead,
  )
const takePart = () => participants.listCardUsers(db, crm.accountId, { kind: 'deal', id: dealId })

async function upload(by: number): Promise<string> {
  const id = randomUUID()
  await sql`insert into files (account_id, id, name, mime, size_bytes, sha256, storage_key, uploaded_by_kind, uploaded_by_id)
    values (${crm.accountId}, ${id}, 'план.pdf', 'application/pdf', 1, ${id}, ${id}, 'user', ${by})`.execute(
    db,
  )
  return id
}

describe('a message in a card', () => {
  test('to a group makes it and the author take part, and tells every one of the group, once', async () => {
    const chat = await openCard()
    const message = await send(chat.id, { recipients: [toGroup(groupId), toUser(boris)] })
    expect(message).toMatchObject({
      card: { kind: 'deal', id: dealId },
      author: { id: crm.adminId, name: 'Анна' },
      recipients: [
        { kind: 'user', id: boris },
        { kind: 'group', id: groupId },
      ],
    })
    expect(await takePart()).toEqual([crm.adminId, boris, vera])
    for (const userId of [boris, vera]) {
      expect(await noticesOf(userId)).toMatchObject([
        { kind: 'mention', text: 'Посмотрите', count: 1, card: { kind: 'deal', id: dealId } },
      ])
      expect(await textsOf(chat.id, userId)).toEqual(['Посмотрите'])
    }
    expect(await noticesOf(crm.adminId)).toEqual([])
    const { rows } = await sql<{ type: string; after: unknown }>`select type, after from events
      where account_id = ${crm.accountId} and card_id = ${dealId} and (type like 'internal.%' or type like 'participant.%')
      order by type`.execute(db)
    expect(rows.map(({ type }) => type)).toEqual(['internal.sent', ...Array(3).fill('participant.added')])
    expect(JSON.stringify(rows)).not.toContain('Посмотрите')
  })

  test('who comes into the group afterwards has the card and what was said', async () => {
    const chat = await openCard()
    const late = await crm.addUser(nothing)
    await send(chat.id, { recipients: [toGroup(groupId)] })
    expect(await codeOf(crm.call(late, 'GET', `/internal/chats/${chat.id}/messages`))).toBe(
      'internal.chat_not_found',
    )
    await sql`update users set group_id = ${groupId} where id = ${late}`.execute(db)
    expect(await textsOf(chat.id, late)).toEqual(['Посмотрите'])
    await send(chat.id, { text: 'И ещё' }, late)
    expect(await noticesOf(boris)).toMatchObject([
      { kind: 'internal', text: 'И ещё', count: 1 },
      { kind: 'mention', text: 'Посмотрите', count: 1 },
    ])
  })

  test('without a name reaches all who take part; with nobody there it is not sent', async () => {
    const chat = await openCard()
    expect(await codeOf(post(chat.id))).toBe('internal.no_recipients')
    expect(await takePart()).toEqual([])
    await send(chat.id, { recipients: [toUser(boris)] })
    await send(chat.id, { text: 'Готово' }, boris)
    expect(await noticesOf(crm.adminId)).toMatchObject([{ kind: 'internal', text: 'Готово' }])
    expect(await noticesOf(vera)).toEqual([])
  })

  test('who has left is told no more, until somebody names him', async () => {
    const chat = await openCard()
    await send(chat.id, { recipients: [toGroup(groupId)] })
    await done(crm.call(boris, 'POST', '/notifications/reading'))
    await done(crm.call(boris, 'DELETE', `/cards/deal/${dealId}/participants/user/${boris}`))
    expect(await codeOf(post(chat.id, {}, boris))).toBe('internal.chat_not_found')
    await send(chat.id, { recipients: [toGroup(groupId)] })
    expect(await takePart()).toEqual([crm.adminId, vera])
    await send(chat.id, { text: 'Борис?', recipients: [toUser(boris)] })
    expect(await noticesOf(boris)).toMatchObject([{ text: 'Борис?', count: 1 }])
  })

  test('sent again under its id is one message and tells once', async () => {
    const chat = await openCard()
    const given = { id: randomUUID(), recipients: [toUser(boris)] }
    await send(chat.id, given)
    await send(chat.id, { ...given, text: 'другое' })
    expect(await textsOf(chat.id)).toEqual(['Посмотрите'])
    expect(await noticesOf(boris)).toMatchObject([{ count: 1 }])
    expect(await codeOf(post(chat.id, { id: given.id }, boris))).toBe('request.invalid')
  })

  test('says something, to people of the account, with files of one’s own, in answer to what is there', async () => {
    const chat = await openCard()
    const stranger = await createCrm()
    const recipients = [toUser(boris)]
    const theirs = await upload(boris)
    const other = await done<InternalChat>(crm.call(crm.adminId, 'PUT', `/internal/direct/${boris}`))
    const elsewhere = await send(other.id)
    const before = await sql`select from internal_messages where account_id = ${crm.accountId}`.execute(db)
    expect(await codeOf(post(chat.id, { text: ' ', recipients }))).toBe('message.empty')
    expect(await codeOf(post(chat.id, { recipients: [toUser(stranger.adminId)] }))).toBe('user.not_found')
    expect(await codeOf(post(chat.id, { recipients: [toGroup(await stranger.addGroup())] }))).toBe(
      'group.not_found',
    )
    expect(await codeOf(post(chat.id, { recipients, fileIds: [theirs] }))).toBe('file.not_found')
    expect(await codeOf(post(chat.id, { recipients, replyToId: elsewhere.id }))).toBe(
      'internal.message_not_found',
    )
    expect(await codeOf(post(other.id, { recipients }))).toBe('request.invalid')
    const after = await sql`select from internal_messages where account_id = ${crm.accountId}`.execute(db)
    expect(after.rows).toHaveLength(before.rows.length)
    expect(await takePart()).toEqual([])
  })

  test('carries files and an answer', async () => {
    const chat = await openCard()
    const first = await send(chat.id, {
      text: '',
      fileIds: [await upload(crm.adminId)],
      recipients: [toUser(boris)],
    })
    expect(first.attachments).toMatchObject([{ name: 'план.pdf', kind: 'document', state: 'ready' }])
    const answer = await send(chat.id, { text: 'Вижу', replyToId: first.id }, boris)
    expect(answer.replyTo).toEqual({ id: first.id, text: 'план.pdf', authorName: 'Анна' })
    expect(await noticesOf(boris)).toMatchObject([{ text: 'план.pdf' }])
  })
})

describe('what was written', () => {
  test('is changed and deleted by its author alone; nothing of what was deleted is kept', async () => {
    const chat = await openCard()
    const fileIds = [await upload(crm.adminId)]
    const { id } = await send(chat.id, { text: 'секрет', fileIds, recipients: [toUser(boris)] })
    const path = `/internal/messages/${id}`
    expect(await codeOf(crm.call(boris, 'PATCH', path, { text: 'x' }))).toBe('session.forbidden')
    expect(await codeOf(crm.call(boris, 'DELETE', path))).toBe('session.forbidden')
    expect(await codeOf(crm.call(vera, 'DELETE', path))).toBe('internal.message_not_found')
    const edited = await done<InternalMessage>(crm.call(crm.adminId, 'PATCH', path, { text: 'тайна' }))
    expect(edited).toMatchObject({ text: 'тайна', editedAt: expect.any(String) })
    expect(await noticesOf(boris)).toMatchObject([{ text: 'тайна' }])
    await done(crm.call(boris, 'PUT', `${path}/reactions`, { emoji: '👍', isOn: true }))
    const gone = await done<InternalMessage>(crm.call(crm.adminId, 'DELETE', path))
    expect(gone).toMatchObject({ text: '', attachments: [], reactions: [], deletedAt: expect.any(String) })
    expect(await noticesOf(boris)).toEqual([])
    const { rows } = await sql`select m.body, r.body, n.text from internal_messages m
      left join internal_revisions r on r.account_id = m.account_id and r.message_id = m.id
      left join notifications n on n.account_id = m.account_id and n.kind in ('internal', 'mention') where m.account_id = ${crm.accountId}`.execute(
      db,
    )
    expect(JSON.stringify(rows)).not.toMatch(/секрет|тайна/)
    expect(await codeOf(crm.call(crm.adminId, 'PATCH', path, { text: 'снова' }))).toBe(
      'internal.message_not_found',
    )
  })

  test('of two unread ones the deleted is told no more, the other still is', async () => {
    const chat = await openCard()
    await send(chat.id, { text: 'раз', recipients: [toUser(boris)] })
    const second = await send(chat.id, { text: 'два' })
    await done(crm.call(crm.adminId, 'DELETE', `/internal/messages/${second.id}`))
    expect(await noticesOf(boris)).toMatchObject([{ kind: 'mention', text: 'раз' }])
    const third = await send(chat.id, { text: 'три', recipients: [toUser(boris)] })
    await done(crm.call(crm.adminId, 'DELETE', `/internal/messages/${third.id}`))
    expect(await noticesOf(boris)).toMatchObject([{ kind: 'mention', text: 'раз' }])
  })

  test('is reacted to by each for himself', async () => {
    const chat = await openCard()
    const { id } = await send(chat.id, { recipients: [toUser(boris)] })
    const react = (by: number, emoji: string, isOn = true) =>
      done<InternalMessage>(crm.call(by, 'PUT', `/internal/messages/${id}/reactions`, { emoji, isOn }))
    await react(boris, '👍')
    await react(boris, '👍')
    await react(crm.adminId, '👍')
    await react(crm.adminId, '🔥')
    expect((await react(boris, '👍', false)).reactions).toEqual([
      { emoji: '👍', userIds: [crm.adminId] },
      { emoji: '🔥', userIds: [crm.adminId] },
    ])
  })

  test('is read by each up to a message; then nothing tells of it any more', async () => {
    const chat = await openCard()
    const first = await send(chat.id, { recipients: [toUser(boris)] })
    const second = await send(chat.id, { text: 'два' })
    const read = (upTo: number) =>
      done(crm.call(boris, 'POST', `/internal/chats/${chat.id}/reading`, { upTo }))
    const seen = async () => {
      const { reads } = await openCard()
      return reads.find(({ userId }) => userId === boris)?.upTo
    }
    await read(first.seq)
    expect([await seen(), (await noticesOf(boris)).length]).toEqual([first.seq, 2])
    await read(second.seq + 100)
    expect([await seen(), (await noticesOf(boris)).length]).toEqual([second.seq, 0])
    await read(first.seq)
    expect(await seen()).toBe(second.seq)
  })
})

test('what colleagues said of an incoming lead goes with it, in the order of time, and nobody has read further than before', async () => {
  const log = createLog({ level: 'silent' })
  const reacting = startReactions({ name: 'test', db, reactions: [reactions], tail: null, log })
  await reacting.drain()
  const other = await crm.write('Олег')
  const joined = async (leadId: number): Promise<void> => {
    await sql`update deals d set stage_id = s.id from stages s where d.account_id = ${crm.accountId} and d.id = ${leadId}
      and s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.kind = 'incoming'`.execute(db)
    const card = { kind: 'deal', id: dealId }
    await done(crm.call(crm.adminId, 'POST', `/incoming-leads/${leadId}/link`, { card }))
    await reacting.drain()
  }
  const mine = await openCard()
  const lead = await done<InternalChat>(
    crm.call(crm.adminId, 'PUT', `/cards/deal/${other.dealId}/internal-chat`),
  )
  await send(mine.id, { text: 'первое', recipients: [toUser(boris)] })
  await send(lead.id, { text: 'второе', recipients: [toUser(boris), toUser(vera)] })
  await send(mine.id, { text: 'третье', recipients: [toUser(boris)] })
  await done(crm.call(boris, 'POST', `/internal/chats/${mine.id}/reading`, { upTo: 2 }))
  await done(crm.call(boris, 'POST', `/internal/chats/${lead.id}/reading`, { upTo: 0 }))
  await joined(other.dealId)
  expect(await textsOf(mine.id)).toEqual(['первое', 'второе', 'третье'])
  const read = await db
    .selectFrom('internal_reads')
    .select('up_to')
    .where('chat_id', '=', mine.id)
    .where('user_id', '=', boris)
    .executeTakeFirstOrThrow()
  expect(read.up_to).toBe(1)
  expect(await takePart()).toEqual([crm.adminId, boris, vera])
  expect(await textsOf(mine.id, vera)).toHaveLength(3)
  expect((await send(mine.id, { text: 'четвёртое' })).seq).toBe(4)
  const feed = JSON.stringify(await done(crm.call(vera, 'GET', `/cards/deal/${dealId}/feed?limit=50`)))
  // The event of the deal that the lead was, from before.
  for (const told of ['второе', 'incoming_lead.linked', 'deal.created']) expect(feed).toContain(told)
  expect(await findWrongProjections(pool, projections)).toEqual([])
})

describe('a chat beside the cards', () => {
  test('of two is one, whoever opens it, and nobody’s else, be he admin', async () => {
    const open = (by: number, other: number) =>
      done<InternalChat>(crm.call(by, 'PUT', `/internal/direct/${other}`))
    const [mine, theirs] = await Promise.all([open(boris, vera), open(vera, boris)])
    expect(mine.id).toBe(theirs.id)
    expect(mine.memberIds.toSorted()).toEqual([boris, vera])
    await send(mine.id, { text: 'между нами' }, boris)
    expect(await noticesOf(vera)).toMatchObject([{ text: 'между нами', card: null }])
    for (const path of [`/internal/chats/${mine.id}`, `/internal/chats/${mine.id}/messages`]) {
      expect(await codeOf(crm.call(crm.adminId, 'GET', path))).toBe('internal.chat_not_found')
    }
    const { rows } =
      await sql`select from events where account_id = ${crm.accountId} and type like 'internal.%'`.execute(db)
    expect(rows).toHaveLength(0)
  })

  test('of several is read, renamed and widened by its members; who made it takes others out', async () => {
    const id = randomUUID()
    const given = { id, name: 'Смена', userIds: [boris] }
    await done(crm.call(crm.adminId, 'POST', '/internal/chats', given))
    expect(
      await done(crm.call(crm.adminId, 'POST', '/internal/chats', { ...given, name: 'x' })),
    ).toMatchObject({
      name: 'Смена',
    })
    expect(await codeOf(crm.call(vera, 'POST', '/internal/chats', given))).toBe('request.invalid')
    await send(id, { text: 'до неё' })
    const member = (by: number, method: 'PUT' | 'DELETE', userId: number) =>
      crm.call(by, method, `/internal/chats/${id}/members/${userId}`)
    expect(await codeOf(member(vera, 'PUT', vera))).toBe('internal.chat_not_found')
    await done(member(boris, 'PUT', vera))
    expect(await textsOf(id, vera)).toEqual(['до неё'])
    await send(id, { text: 'при ней' })
    const list = async (by: number) =>
      (await done<{ items: InternalChat[] }>(crm.call(by, 'GET', '/internal/chats'))).items
    expect(await list(vera)).toMatchObject([
      { id, name: 'Смена', unread: 1, last: { text: 'при ней', authorId: crm.adminId } },
    ])
    expect(await list(boris)).toMatchObject([{ unread: 2 }])
    expect(await list(crm.adminId)).toMatchObject([{ unread: 0 }])
    await done(crm.call(vera, 'PATCH', `/internal/chats/${id}`, { name: 'Ночная смена' }))
    expect(await codeOf(member(boris, 'DELETE', vera))).toBe('session.forbidden')
    await done(member(crm.adminId, 'DELETE', vera))
    await done(member(boris, 'DELETE', boris))
    expect(await codeOf(post(id, {}, vera))).toBe('internal.chat_not_found')
    expect(await list(vera)).toEqual([])
    expect(await list(crm.adminId)).toMatchObject([{ name: 'Ночная смена', memberIds: [crm.adminId] }])
  })

  test('one that nobody has written in yet is only with who opened it', async () => {
    await done(crm.call(boris, 'PUT', `/internal/direct/${vera}`))
    const ofVera = await done<{ items: InternalChat[] }>(crm.call(vera, 'GET', '/internal/chats'))
    expect(ofVera.items).toEqual([])
  })
})

test('a draft is one’s own, keeps whom it is for, and ends when the message is sent', async () => {
  const chat = await openCard()
  const draft = { text: 'Спроси', recipients: [toUser(boris)], fileIds: [], replyToId: null }
  await done(crm.call(crm.adminId, 'PUT', `/internal/chats/${chat.id}/draft`, draft))
  expect((await openCard()).draft).toMatchObject({ text: 'Спроси', recipients: [toUser(boris)], version: 1 })
  await send(chat.id, { recipients: [toUser(boris)] })
  expect((await openCard()).draft).toBeNull()
  expect((await openCard(boris)).draft).toBeNull()
})

test('pages go up to the first message, and a cursor of somebody else’s making is refused by name', async () => {
  const chat = await openCard()
  for (const text of ['раз', 'два', 'три', 'четыре', 'пять'])
    await send(chat.id, { text, recipients: [toUser(boris)] })
  const texts: string[] = []
  let before = ''
  do {
    const page = await done<{ items: InternalMessage[]; before: string | null }>(
      crm.call(boris, 'GET', `/internal/chats/${chat.id}/messages?limit=2${before}`),
    )
    texts.unshift(...page.items.map(({ text }) => text))
    before = page.before === null ? '' : `&before=${page.before}`
  } while (before !== '')
  expect(texts).toEqual(['раз', 'два', 'три', 'четыре', 'пять'])
  expect(await crm.call(boris, 'GET', `/internal/chats/${chat.id}/messages?before=x`)).toMatchObject({
    status: 422,
    body: { error: { details: { fields: [{ path: 'before' }] } } },
  })
})

test('a message is shown in its place, and from there one goes both ways; one of another chat is not there', async () => {
  const chat = await openCard()
  const sent: InternalMessage[] = []
  for (let n = 1; n < 8; n += 1) sent.push(await send(chat.id, { text: `${n}`, recipients: [toUser(boris)] }))
  const ask = (query: string) =>
    done<{ items: InternalMessage[]; before: string | null; after: string | null }>(
      crm.call(boris, 'GET', `/internal/chats/${chat.id}/messages?limit=2&${query}`),
    )
  const texts: string[] = []
  const start = await ask(`around=${sent[3]?.id}`)
  texts.push(...start.items.map(({ text }) => text))
  expect(texts).toEqual(['3', '4'])
  for (let { after } = start; after !== null;) {
    const page = await ask(`after=${after}`)
    texts.push(...page.items.map(({ text }) => text))
    after = page.after
  }
  for (let { before } = start; before !== null;) {
    const page = await ask(`before=${before}`)
    texts.unshift(...page.items.map(({ text }) => text))
    before = page.before
  }
  expect(texts).toEqual(['1', '2', '3', '4', '5', '6', '7'])
  expect((await ask(`around=${sent[6]?.id}`)).after).toBeNull()
  const direct = await done<InternalChat>(crm.call(crm.adminId, 'PUT', `/internal/direct/${boris}`))
  const elsewhere = await send(direct.id)
  for (const id of [elsewhere.id, randomUUID()]) {
    expect(await crm.call(boris, 'GET', `/internal/chats/${chat.id}/messages?around=${id}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'internal.message_not_found' } },
    })
  }
})

test('many who write at once to the same people: every message has its place, everybody is added once', async () => {
  const chat = await openCard()
  const writers = [crm.adminId, await crm.addUser(), await crm.addUser()]
  const sent = await Promise.all(
    writers.flatMap((by) =>
      [toUser(boris), toGroup(groupId), toUser(vera)].map(async (to) => {
        const { seq } = await send(chat.id, { recipients: [to] }, by)
        return { seq, isToVera: to.id === vera }
      }),
    ),
  )
  const inOrder = sent.toSorted((one, other) => one.seq - other.seq)
  expect(inOrder.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from participants
    where account_id = ${crm.accountId} and card_id = ${dealId}`.execute(db)
  const added =
    await sql`select from events where account_id = ${crm.accountId} and type = 'participant.added'`.execute(
      db,
    )
  expect([rows[0]?.count, added.rows.length]).toEqual([6, 6])
  // What is said to Vera is told to Boris as soon as he takes part, which is since the first word to him or his group.
  const before = inOrder.findIndex(({ isToVera }) => !isToVera)
  const told = await noticesOf(boris)
  expect(told.map(({ kind, count }) => `${kind} ${count}`).toSorted()).toEqual([
    ...(before < 3 ? [`internal ${3 - before}`] : []),
    'mention 6',
  ])
  expect(await findWrongProjections(pool, projections)).toEqual([])
})

test('nothing is written in a card that goes in the same moment, and nobody takes part in it', async () => {
  const { id } = await openCard()
  const sending = await inTransaction(db, async (tx) => {
    await sql`update deals set deleted_at = now() where account_id = ${crm.accountId} and id = ${dealId}`.execute(
      tx,
    )
    const call = post(id, { recipients: [toUser(boris)] })
    await waitedFor(db)
    return [call]
  })
  expect(await sending[0]).toMatchObject({
    status: 404,
    body: { error: { code: 'internal.chat_not_found' } },
  })
  const { rows } =
    await sql`select from internal_messages where account_id = ${crm.accountId} and chat_id = ${id}`.execute(
      db,
    )
  expect([rows.length, await takePart()]).toEqual([0, []])
})
