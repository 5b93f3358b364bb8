import { beforeEach, describe, expect, test } from 'vitest'
import type { Content } from '#channels/channel'
import { mapLink } from '#contract/location'
import type { Viewer } from '#features/access'
import { uuidv7 } from '#lib/crypto'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { forwardMessages, type Forwarding } from './forward-messages.ts'
import { listChats } from './list-chats.ts'
import { findMessages } from './message-views.ts'
import { addFile, addMember, chatOf, sendAs, viewerOf } from './test-messages.ts'

const database = await createTestDatabase()
const { db } = database
const marina = personOf('500', 'Марина')
const oleg = personOf('501', 'Олег')

let account: TestAccount
let admin: Viewer
let from: string
let to: string

beforeEach(async () => {
  account = await createTestAccount(database)
  admin = await viewerOf(db, account.accountId, account.adminId)
  await account.take(messageOf(marina, 'Когда привезёте?'), messageOf(oleg, 'Добрый день'))
  from = await chatOf(db, account.accountId, '500')
  to = await chatOf(db, account.accountId, '501')
})

const incoming = async (text: string): Promise<string> => {
  const { id } = await db
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', account.accountId)
    .where('body', '=', text)
    .executeTakeFirstOrThrow()
  return id
}
const forward = (messageIds: string[], rest: Partial<Forwarding> = {}, viewer = admin): Promise<string[]> =>
  inTransaction(db, (tx) =>
    forwardMessages(
      tx,
      { kind: 'user', viewer },
      {
        chatId: to,
        messages: messageIds.map((messageId) => ({ id: uuidv7(), messageId })),
        comment: null,
        card: null,
        ...rest,
      },
      new Date(),
    ),
  )
const views = (ids: string[]) => findMessages(db, account.accountId, ids)
const takeOf = (content: Partial<Content>): Promise<void> =>
  account.take(
    messageOf(marina, '', {
      content: { text: '', entities: [], attachments: [], unsupported: null, ...content },
    }),
  )

describe('forwarding', () => {
  test('queues a copy in the other chat, which tells colleagues who wrote it, and the client only what was said', async () => {
    const id = await incoming('Когда привезёте?')
    const [copy] = await views(await forward([id]))
    expect(copy).toMatchObject({
      chatId: to,
      direction: 'out',
      author: { kind: 'user', id: admin.userId },
      text: 'Когда привезёте?',
      forwardedFrom: 'Марина',
      state: 'queued',
    })
    expect(copy?.parts.map((part) => part.text)).toEqual(['Когда привезёте?'])
    const [again] = await views(await forward([copy?.id ?? ''], { chatId: from }))
    expect(again?.forwardedFrom).toBe('Марина')
  })

  test('of several keeps their order, after the comment, and all stand in the chat so', async () => {
    await account.take(messageOf(marina, 'И почём?'))
    const ids = await forward([await incoming('Когда привезёте?'), await incoming('И почём?')], {
      comment: { id: uuidv7(), text: 'Посмотрите' },
    })
    const found = await views(ids)
    expect(found.map(({ text, forwardedFrom }) => [text, forwardedFrom])).toEqual([
      ['Посмотрите', null],
      ['Когда привезёте?', 'Марина'],
      ['И почём?', 'Марина'],
    ])
  })

  test('uses the stored file again, whoever uploaded it, and keeps a voice message one', async () => {
    const boris = await addMember(db, account.accountId, 'Борис')
    const fileId = await addFile(db, { ...boris, ...admin, userId: boris.userId }, 'audio/ogg')
    const sent = await sendAs(db, { ...admin, userId: boris.userId }, from, {
      fileIds: [fileId],
      voice: { durationSeconds: 3.5 },
    })
    const [copy] = await views(await forward([sent]))
    expect(copy?.attachments).toMatchObject([
      { kind: 'voice', durationSeconds: 3.5, url: `/api/files/${fileId}`, state: 'ready' },
    ])
    const rows = await db
      .selectFrom('files')
      .select('id')
      .where('account_id', '=', account.accountId)
      .execute()
    expect(rows).toHaveLength(1)
  })

  test('of a place, received or sent, is a place', async () => {
    const place = { latitude: 59.93, longitude: 30.33 }
    await takeOf({ text: `Склад\n${mapLink(place)}`, unsupported: 'venue' })
    const sent = await sendAs(db, admin, from, { location: { ...place, title: null } })
    const found = await views(await forward([await incoming(`Склад\n${mapLink(place)}`), sent]))
    expect(found.map(({ location, text }) => ({ location, text }))).toEqual([
      { location: { ...place, title: 'Склад' }, text: `Склад\n${mapLink(place)}` },
      { location: { ...place, title: null }, text: mapLink(place) },
    ])
    expect(found.map(({ parts }) => parts.map((part) => part.text))).toEqual([['Склад', ''], ['']])
  })

  test('repeated with the same ids is done once', async () => {
    const messages = [{ id: uuidv7(), messageId: await incoming('Когда привезёте?') }]
    const comment = { id: uuidv7(), text: 'Посмотрите' }
    await Promise.all([forward([], { messages, comment }), forward([], { messages, comment })])
    const rows = await db
      .selectFrom('messages')
      .select('body')
      .where('account_id', '=', account.accountId)
      .where('direction', '=', 'out')
      .orderBy('placed_at')
      .execute()
    expect(rows.map((row) => row.body)).toEqual(['Посмотрите', 'Когда привезёте?'])
  })

  test('repeated when the original is gone gives the first answer; something new is refused', async () => {
    const id = await incoming('Когда привезёте?')
    const messages = [{ id: uuidv7(), messageId: id }]
    const first = await forward([], { messages })
    await db.updateTable('messages').set({ deleted_at: new Date() }).where('id', '=', id).execute()
    expect(await forward([], { messages })).toEqual(first)
    await expect(forward([id])).rejects.toMatchObject({ code: 'message.not_forwardable' })
    const mixed = [...messages, { id: uuidv7(), messageId: id }]
    await expect(forward([], { messages: mixed })).rejects.toMatchObject({ code: 'message.not_forwardable' })
  })
})

describe('nothing at all is forwarded', () => {
  const expectNothing = async (): Promise<void> => {
    const rows = await db
      .selectFrom('messages')
      .select('id')
      .where('account_id', '=', account.accountId)
      .where('chat_id', '=', to)
      .where('direction', '=', 'out')
      .execute()
    expect(rows).toEqual([])
  }

  test('when one of the messages is not there for who asks, or not for this account', async () => {
    const seen = await incoming('Когда привезёте?')
    const other = await createTestAccount(database)
    await other.take(messageOf(marina, 'чужое'))
    const { id: foreign } = await db
      .selectFrom('messages')
      .select('id')
      .where('account_id', '=', other.accountId)
      .executeTakeFirstOrThrow()
    for (const hidden of [foreign, uuidv7()])
      await expect(forward([seen, hidden])).rejects.toMatchObject({ code: 'message.not_found' })
    await expectNothing()
  })

  test('from a chat one does not see, nor into one', async () => {
    const member = await addMember(db, account.accountId, 'Борис')
    const own = {
      deals: { ...member.rights.deals, view: 'own' },
      contacts: { ...member.rights.contacts, view: 'own' },
    }
    const boris = { ...member, rights: { ...member.rights, ...own } } as Viewer
    await db
      .updateTable('conversations')
      .set({ responsible_user_id: boris.userId })
      .where('account_id', '=', account.accountId)
      .where('chat_id', '=', to)
      .execute()
    const [theirs, his] = [await incoming('Когда привезёте?'), await incoming('Добрый день')]
    await expect(forward([theirs], {}, boris)).rejects.toMatchObject({ code: 'message.not_found' })
    await expect(forward([his], { chatId: from }, boris)).rejects.toMatchObject({ code: 'chat.not_found' })
    expect(await forward([his], {}, boris)).toHaveLength(1)
    expect((await listChats(db, boris, '')).map((chat) => chat.id)).toEqual([to])
    expect(await listChats(db, boris, 'Марина')).toEqual([])
  })

  test('of what was taken back, has its files not here, or says nothing', async () => {
    const seen = await incoming('Когда привезёте?')
    await takeOf({ unsupported: 'story' })
    await takeOf({
      text: 'счёт',
      attachments: [
        {
          kind: 'document',
          name: 'a.pdf',
          mime: null,
          sizeBytes: 1,
          durationSeconds: null,
          width: null,
          height: null,
          remoteRef: null,
          state: 'too_big',
        },
      ],
    })
    const deleted = await sendAs(db, admin, from, { text: 'ошибка' })
    await db.updateTable('messages').set({ deleted_at: new Date() }).where('id', '=', deleted).execute()
    for (const [id, reason] of [
      [deleted, 'deleted'],
      [await incoming('счёт'), 'files_missing'],
      [await incoming(''), 'nothing'],
    ]) {
      const refused = { code: 'message.not_forwardable', details: { messageId: id, reason } }
      await expect(forward([seen, id ?? ''])).rejects.toMatchObject(refused)
    }
    await expectNothing()
  })

  test('by who may not answer clients, or into a chat nobody can write in', async () => {
    const seen = await incoming('Когда привезёте?')
    const reader = { ...admin, answersClients: false }
    await expect(forward([seen], {}, reader)).rejects.toMatchObject({ details: { reason: 'no_right' } })
    await db.updateTable('chats').set({ blocked_at: new Date() }).where('id', '=', to).execute()
    await expect(forward([seen])).rejects.toMatchObject({ details: { reason: 'blocked_by_client' } })
    await expectNothing()
  })
})

test('chats to choose from are those written in last, or those of whom a text finds', async () => {
  const names = async (search: string): Promise<string[]> =>
    (await listChats(db, admin, search)).map((chat) => chat.contact.name)
  await account.take(messageOf(marina, 'ещё', { at: new Date(Date.now() + 1000) }))
  expect(await names('')).toEqual(['Марина', 'Олег'])
  expect(await names('олег')).toEqual(['Олег'])
  expect(await names('ма')).toEqual(['Марина'])
  expect(await names('никто')).toEqual([])
})
