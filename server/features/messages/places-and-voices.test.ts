import { beforeEach, describe, expect, test } from 'vitest'
import { mapLink } from '#contract/location'
import type { Viewer } from '#features/access'
import { findRows } from '#features/conversations'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { editMessage } from './change-message.ts'
import { findMessages } from './message-views.ts'
import { saveDraft } from './save-draft.ts'
import { addFile, chatOf, sendAs, viewerOf } from './test-messages.ts'

const database = await createTestDatabase()
const { db } = database
const location = { latitude: 59.934283, longitude: 30.335099, title: null }

let account: TestAccount
let admin: Viewer
let chatId: string

beforeEach(async () => {
  account = await createTestAccount(database)
  admin = await viewerOf(db, account.accountId, account.adminId)
  await account.take(messageOf(personOf('500'), 'Вы где?'))
  chatId = await chatOf(db, account.accountId, '500')
})

const setKind = (kind: string) =>
  db.updateTable('channels').set({ kind }).where('account_id', '=', account.accountId).execute()
const view = async (id: string) => (await findMessages(db, account.accountId, [id]))[0]

describe('a place', () => {
  test('leaves as one where the messenger has places, and reads as words everywhere else', async () => {
    const message = await view(await sendAs(db, admin, chatId, { location }))
    expect(message).toMatchObject({ location, text: mapLink(location), parts: [{ text: '', files: [] }] })
    const [row] = await findRows(db, account.accountId, [1])
    expect(row?.lastMessage).toMatchObject({ id: message?.id, unsupported: 'location' })
  })

  test('leaves as words with a link on a website', async () => {
    await setKind('website')
    const message = await view(await sendAs(db, admin, chatId, { location: { ...location, title: 'Склад' } }))
    expect(message?.parts).toMatchObject([{ text: `Склад\n${mapLink(location)}` }])
  })

  test('stands alone and its words cannot be changed', async () => {
    const fields = [{ path: 'location', problem: 'not_alone' }]
    await expect(sendAs(db, admin, chatId, { location, text: 'здесь' })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { fields },
    })
    const id = await sendAs(db, admin, chatId, { location })
    await db
      .updateTable('message_parts')
      .set({ state: 'sent', external_id: 'x' })
      .where('message_id', '=', id)
      .execute()
    const edit = inTransaction(db, (tx) => editMessage(tx, admin, { messageId: id, text: 'нет' }, new Date()))
    await expect(edit).rejects.toMatchObject({ details: { reason: 'cannot' } })
  })
})

describe('a voice message', () => {
  const voice = { durationSeconds: 4.2 }

  test('is one where the messenger takes its type, else the file that it is', async () => {
    const kindOf = async (channel: string, mime: string) => {
      await setKind(channel)
      const fileIds = [await addFile(db, admin, mime)]
      return (await view(await sendAs(db, admin, chatId, { fileIds, voice })))?.attachments[0]
    }
    expect(await kindOf('telegram', 'audio/ogg')).toMatchObject({ kind: 'voice', durationSeconds: 4.2 })
    expect(await kindOf('telegram', 'audio/mp4')).toMatchObject({ kind: 'voice' })
    expect(await kindOf('vk', 'audio/ogg')).toMatchObject({ kind: 'voice' })
    expect(await kindOf('vk', 'audio/mp4')).toMatchObject({ kind: 'audio' })
    expect(await kindOf('viber', 'audio/ogg')).toMatchObject({ kind: 'document', durationSeconds: 4.2 })
    expect(await kindOf('website', 'audio/ogg')).toMatchObject({ kind: 'voice' })
  })

  test('is one file without a text', async () => {
    const file = await addFile(db, admin, 'audio/ogg')
    const refused = {
      code: 'request.invalid',
      details: { fields: [{ path: 'voice', problem: 'not_alone' }] },
    }
    for (const rest of [{ fileIds: [] }, { fileIds: [file], text: 'вот' }, { fileIds: [file, file] }])
      await expect(sendAs(db, admin, chatId, { voice, ...rest })).rejects.toMatchObject(refused)
  })
})

test('neither takes the draft away, which a text does', async () => {
  const drafts = () => db.selectFrom('drafts').select('body').where('chat_id', '=', chatId).execute()
  const draft = { chatId, text: 'Добрый', fileIds: [], replyToId: null }
  await inTransaction(db, (tx) => saveDraft(tx, admin, draft, new Date()))
  await sendAs(db, admin, chatId, { location })
  const fileIds = [await addFile(db, admin, 'audio/ogg')]
  await sendAs(db, admin, chatId, { fileIds, voice: { durationSeconds: 1 } })
  expect(await drafts()).toEqual([{ body: 'Добрый' }])
  await sendAs(db, admin, chatId, { text: 'Добрый день' })
  expect(await drafts()).toEqual([])
})
