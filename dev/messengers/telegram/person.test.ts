import type { Message, Update } from '@grammyjs/types'
import { fileTypeFromBuffer } from 'file-type'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bot, type Person, startTelegramStandIn, type TelegramStandIn } from '../telegram.ts'
import { call, type Called } from './testing.ts'

let standIn: TelegramStandIn
let bot: Bot
let person: Person
let now: number

beforeEach(async () => {
  now = Date.parse('2026-11-20T10:00:00Z')
  standIn = await startTelegramStandIn({ clock: () => new Date(now) })
  bot = standIn.createBot()
  person = bot.person({ firstName: 'Вера', lastName: 'Лунина', username: 'vera_l' })
})
afterEach(() => standIn.close())

const api = (method: string, parameters: Record<string, unknown> = {}): Promise<Called> =>
  call(standIn.apiRoot, bot, method, parameters)
const updates = async (): Promise<Update[]> => {
  const { body } = await api('getUpdates')
  return Array.isArray(body.result) ? body.result : []
}
const messages = async (): Promise<Message[]> =>
  (await updates()).map((update) => update.message).filter((m) => m !== undefined)
const download = async (fileId: string | undefined): Promise<Buffer> => {
  const { body } = await api('getFile', { file_id: fileId })
  const path = JSON.stringify(body.result).match(/"file_path":"([^"]+)"/)?.[1]
  const response = await fetch(`${standIn.apiRoot}/file/bot${bot.token}/${path}`)
  if (!response.ok) throw new Error(`download answered ${response.status}`)
  return Buffer.from(await response.arrayBuffer())
}

test('a text comes with its person, its chat and the entities Telegram finds', async () => {
  person.sendText('см. https://example.com/a, #диван')
  expect(await messages()).toMatchObject([
    {
      from: { id: person.id, is_bot: false, first_name: 'Вера', last_name: 'Лунина', username: 'vera_l' },
      chat: { id: person.id, type: 'private', first_name: 'Вера' },
      date: now / 1000,
      entities: [
        { type: 'url', offset: 4, length: 21 },
        { type: 'hashtag', offset: 27, length: 6 },
      ],
    },
  ])
})

test('ids are past 32 bits, and message ids of two chats are the same', () => {
  const other = bot.person()
  expect(person.id).toBeGreaterThan(2 ** 32)
  expect(person.sendText('а').messageId).toBe(other.sendText('б').messageId)
})

test('/start carries its parameter, which must be one a link can hold', async () => {
  person.start('spring-sale_2')
  expect((await messages())[0]).toMatchObject({
    text: '/start spring-sale_2',
    entities: [{ type: 'bot_command', offset: 0, length: 6 }],
  })
  expect(() => person.start('with space')).toThrow('start parameter')
  expect(() => person.start('x'.repeat(65))).toThrow('start parameter')
})

test('every kind of file can be fetched and is what it says', async () => {
  const sends = [
    person.sendPhoto(),
    person.sendDocument(),
    person.sendVideo(),
    person.sendVoice(),
    person.sendAudio(),
  ]
  sends.push(person.sendAnimation(), person.sendVideoNote(), person.sendSticker())
  const found = sends.map(({ messageId }) => person.message(messageId))
  const ids = found.map((message) => {
    const file = message?.animation ?? message?.document ?? message?.video ?? message?.voice ?? message?.audio
    return (file ?? message?.video_note ?? message?.sticker ?? message?.photo?.at(-1))?.file_id
  })
  const types = await Promise.all(ids.map(async (id) => (await fileTypeFromBuffer(await download(id)))?.mime))
  expect(types).toEqual([
    'image/jpeg',
    'application/pdf',
    'video/mp4',
    'audio/ogg; codecs=opus',
    'audio/mpeg',
    'video/mp4',
    'video/mp4',
    'image/webp',
  ])
  expect(new Set(found.map((message) => message?.photo?.[0]?.file_unique_id)).size).toBe(2)
})

test('a photo comes in sizes, the largest last, each with its own bytes', async () => {
  const photo = person.message(person.sendPhoto({ width: 1000, height: 500 }).messageId)?.photo
  expect(photo?.map(({ width, height }) => [width, height])).toEqual([
    [90, 45],
    [320, 160],
    [800, 400],
    [1000, 500],
  ])
  const bytes = await Promise.all((photo ?? []).map((size) => download(size.file_id)))
  expect(bytes.map((buffer) => buffer.length)).toEqual(photo?.map((size) => size.file_size))
})

test('an animation has a document too, a venue a location', async () => {
  person.sendAnimation()
  person.sendVenue()
  const [animation, venue] = await messages()
  expect(animation?.document?.file_id).toBe(animation?.animation?.file_id)
  expect(venue?.location).toEqual(venue?.venue?.location)
})

test('a file over 20 MB is announced but cannot be fetched; a link lives for an hour', async () => {
  const big = person.message(person.sendDocument({ sizeBytes: 21 * 1024 * 1024 }).messageId)?.document
  expect(big?.file_size).toBe(21 * 1024 * 1024)
  expect((await api('getFile', { file_id: big?.file_id })).body.description).toBe(
    'Bad Request: file is too big',
  )
  const small = person.message(person.sendDocument().messageId)?.document
  const { body } = await api('getFile', { file_id: small?.file_id })
  const path = JSON.stringify(body.result).match(/"file_path":"([^"]+)"/)?.[1]
  now += 61 * 60_000
  expect((await fetch(`${standIn.apiRoot}/file/bot${bot.token}/${path}`)).status).toBe(404)
  expect((await download(small?.file_id)).length).toBe(small?.file_size)
})

test('an album is N updates of one group, and others may come between', async () => {
  const other = bot.person()
  person.sendAlbum([{ kind: 'photo', caption: 'Вот' }, { kind: 'video' }], {
    between: () => other.sendText('влез'),
  })
  const [first, between, second] = await messages()
  expect(first?.media_group_id).toBe(second?.media_group_id)
  expect(second?.message_id).toBe((first?.message_id ?? 0) + 1)
  expect(between?.text).toBe('влез')
})

test("one's own phone has one's own user id, another's contact has not", async () => {
  person.shareOwnPhone('+79005550011')
  person.sendContact({ phone: '+79005550022', firstName: 'Пётр' })
  const [own, foreign] = await messages()
  expect(own?.contact?.user_id).toBe(own?.from?.id)
  expect(foreign?.contact).toEqual({ phone_number: '+79005550022', first_name: 'Пётр' })
})

test('an edit comes as edited_message, also of a message nobody saw', async () => {
  const { messageId } = person.sendText('два')
  person.edit(messageId, 'три')
  person.edit(777, 'из прошлого')
  const edited = (await updates()).map((update) => update.edited_message).filter((m) => m !== undefined)
  expect(edited).toMatchObject([
    { message_id: messageId, text: 'три', edit_date: now / 1000 },
    { message_id: 777, text: 'из прошлого' },
  ])
})

test('blocking and unblocking are told once each, and a blocked bot is not written to', async () => {
  person.start()
  person.block()
  expect(person.block()).toBe(0)
  expect(() => person.sendText('ау')).toThrow('blocked')
  person.start()
  const changes = (await updates()).map((update) => update.my_chat_member?.new_chat_member.status)
  expect(changes).toEqual([undefined, 'kicked', 'member', undefined])
})

test('a button press names its message, an old one as inaccessible; it can be answered for 150 seconds', async () => {
  person.start()
  const reply_markup = { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] }
  await api('sendMessage', { chat_id: person.id, text: 'Готовы?', reply_markup })
  const answer = async (id: string): Promise<number> =>
    (await api('answerCallbackQuery', { callback_query_id: id })).status
  const first = person.press('yes')
  const second = person.press('yes', undefined, { message: 'inaccessible' })
  const third = person.press('yes', undefined, { message: 'absent' })
  const presses = (await updates())
    .map((update) => update.callback_query)
    .filter((query) => query !== undefined)
  expect(presses.map((query) => query.message?.date)).toEqual([now / 1000, 0, undefined])
  expect([await answer(first.callbackId), await answer(first.callbackId)]).toEqual([200, 400])
  now += 151_000
  expect([await answer(second.callbackId), await answer(third.callbackId)]).toEqual([400, 400])
  expect(() => person.press('never offered')).toThrow('no message has a button')
})

test('a new name is in what comes next; a deleted account has none', async () => {
  person.sendText('раз')
  person.rename({ firstName: 'Вероника', lastName: '', username: 'nika' })
  person.sendText('два')
  person.deleteAccount()
  const [before, after] = await messages()
  expect(before?.from?.first_name).toBe('Вера')
  expect(after?.from).toEqual({
    id: person.id,
    is_bot: false,
    first_name: 'Вероника',
    username: 'nika',
    language_code: 'ru',
  })
  expect((await api('getChat', { chat_id: person.id })).body.result).toMatchObject({ first_name: '' })
})

test('groups and channels come with their own kinds of chat', async () => {
  bot.group().sendText('соседи')
  bot.group({ type: 'channel' }).sendText('новость')
  bot.group({ type: 'supergroup' }).addBot()
  const [group, channel, supergroup] = await updates()
  expect(group?.message?.chat.type).toBe('group')
  expect(channel?.channel_post).toMatchObject({ chat: { type: 'channel' }, sender_chat: { type: 'channel' } })
  expect(supergroup?.my_chat_member?.chat.type).toBe('supergroup')
})

test('raw updates and unknown contents pass as they are', async () => {
  person.sendUnknownKind('hologram', { layers: 3 })
  bot.raw({ telepathy: { thought: '…' } })
  person.raw({ update_id: 5, message: { odd: true } })
  expect(await updates()).toMatchObject([
    { update_id: 5, message: { odd: true } },
    { message: { hologram: { layers: 3 } } },
    { telepathy: { thought: '…' } },
  ])
})

test('profile photos are listed newest first', async () => {
  person.setProfilePhoto()
  const newest = person.setProfilePhoto()
  const { body } = await api('getUserProfilePhotos', { user_id: person.id, limit: 1 })
  expect(body.result).toEqual({ total_count: 2, photos: [newest] })
  expect((await api('getUserProfilePhotos', { user_id: 1 })).body.description).toBe(
    'Bad Request: user not found',
  )
})
