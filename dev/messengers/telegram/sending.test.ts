import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bot, type Person, startTelegramStandIn, type TelegramStandIn } from '../telegram.ts'
import { sampleJpeg } from './sample-files.ts'
import { call, callWithForm, type Called } from './testing.ts'

let standIn: TelegramStandIn
let bot: Bot
let person: Person
let now: number

beforeEach(async () => {
  now = Date.parse('2026-11-20T10:00:00Z')
  standIn = await startTelegramStandIn({ clock: () => new Date(now) })
  bot = standIn.createBot()
  person = bot.person()
  person.start()
})
afterEach(() => standIn.close())

const api = (method: string, parameters: Record<string, unknown> = {}): Promise<Called> =>
  call(standIn.apiRoot, bot, method, { chat_id: person.id, ...parameters })
const refusal = async (method: string, parameters: Record<string, unknown> = {}): Promise<unknown> =>
  (await api(method, parameters)).body.description
const upload = (method: string, fields: Record<string, string | File>): Promise<Called> => {
  const form = new FormData()
  form.set('chat_id', String(person.id))
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return callWithForm(standIn.apiRoot, bot, method, form)
}
const file = (bytes: Uint8Array<ArrayBuffer>, name: string, type = ''): File =>
  new File([bytes], name, { type })
const jpeg = (width = 640, height = 480): Uint8Array<ArrayBuffer> => new Uint8Array(sampleJpeg(width, height))

test('a text is delivered once, trimmed as Telegram trims it, and its entities move along', async () => {
  const entities = [{ type: 'bold', offset: 2, length: 4 }]
  const { body } = await api('sendMessage', { text: '  Цена 5\n', entities })
  expect(bot.sent).toHaveLength(1)
  expect(person.received()[0]).toMatchObject({
    chatId: person.id,
    method: 'sendMessage',
    text: 'Цена 5',
    entities: [{ type: 'bold', offset: 0, length: 4 }],
    at: new Date(now),
  })
  expect(body.result).toMatchObject({
    message_id: person.received()[0]?.messageId,
    date: now / 1000,
    text: 'Цена 5',
  })
})

test('4096 characters pass, whether letters or emoji; one more is refused', async () => {
  expect(await refusal('sendMessage', { text: '😀'.repeat(4096) })).toBeUndefined()
  expect(await refusal('sendMessage', { text: 'я'.repeat(4096) })).toBeUndefined()
  expect(await refusal('sendMessage', { text: '😀'.repeat(4097) })).toBe('Bad Request: message is too long')
  expect(await refusal('sendMessage', { text: 'я'.repeat(16_385) })).toBe('Bad Request: text is too long')
})

test('an empty text and one of white space only are refused', async () => {
  expect(await refusal('sendMessage')).toBe('Bad Request: message text is empty')
  expect(await refusal('sendMessage', { text: ' \n\t ' })).toBe('Bad Request: text must be non-empty')
})

test('entities that lie outside the text or cut a character are refused', async () => {
  const withEntity = (offset: unknown, length: unknown): Promise<unknown> =>
    refusal('sendMessage', { text: 'да 😀', entities: [{ type: 'bold', offset, length }] })
  expect(await withEntity(0, 5)).toBeUndefined()
  expect(await withEntity(0, 6)).toMatch('ends after the end of the text')
  expect(await withEntity(4, 1)).toMatch('begins in a middle of a UTF-16 symbol')
  expect(await withEntity(3, 1)).toMatch('ends in a middle of a UTF-16 symbol')
  expect(await withEntity(-1, 1)).toMatch('incorrect offset')
  expect(await withEntity('0', 1)).toMatch('must be of type Number')
})

test('HTML is read as Telegram reads it, and a bare < is refused', async () => {
  const text = '<b>Да</b> &amp; <a href="https://example.com/">сюда</a>'
  await api('sendMessage', { text, parse_mode: 'HTML' })
  expect(person.received()[0]).toMatchObject({
    text: 'Да & сюда',
    entities: [
      { type: 'bold', offset: 0, length: 2 },
      { type: 'text_link', offset: 5, length: 4, url: 'https://example.com/' },
    ],
  })
  expect(await refusal('sendMessage', { text: '2 < 3', parse_mode: 'HTML' })).toMatch("can't parse entities")
  expect(await refusal('sendMessage', { text: '<b>нет', parse_mode: 'HTML' })).toMatch("can't find end tag")
})

test('a bot cannot write first, nor to a stranger, nor to one who blocked it or left', async () => {
  const silent = bot.person()
  expect(await api('sendMessage', { text: 'привет', chat_id: silent.id })).toMatchObject({
    status: 403,
    body: {
      ok: false,
      error_code: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    },
  })
  expect(await refusal('sendMessage', { text: 'привет', chat_id: 42 })).toBe('Bad Request: chat not found')
  expect(await refusal('sendMessage', { text: 'привет', chat_id: '' })).toBe('Bad Request: chat_id is empty')
  person.block()
  expect(await refusal('sendMessage', { text: 'привет' })).toBe('Forbidden: bot was blocked by the user')
  person.unblock()
  expect(await refusal('sendMessage', { text: 'привет' })).toBeUndefined()
  person.deleteAccount()
  expect(await refusal('sendMessage', { text: 'привет' })).toBe('Forbidden: user is deactivated')
})

test('a send to a migrated group names the new id', async () => {
  const group = bot.group()
  const supergroup = group.migrate(-1_002_000_000_777)
  const answer = await api('sendMessage', { text: 'всем', chat_id: group.id })
  expect(answer).toMatchObject({ status: 400, body: { parameters: { migrate_to_chat_id: supergroup.id } } })
  expect((await api('sendMessage', { text: 'всем', chat_id: supergroup.id })).status).toBe(200)
})

test('a reply needs its message, unless sending without it is allowed', async () => {
  const { messageId } = person.sendText('вопрос')
  const reply = (message_id: unknown, allow_sending_without_reply?: boolean): Promise<unknown> =>
    refusal('sendMessage', { text: 'ответ', reply_parameters: { message_id, allow_sending_without_reply } })
  expect(await reply(messageId)).toBeUndefined()
  expect(bot.sent.at(-1)?.replyTo).toBe(messageId)
  expect(await reply(9999)).toBe('Bad Request: message to be replied not found')
  expect(await reply(9999, true)).toBeUndefined()
  expect(bot.sent.at(-1)?.replyTo).toBeNull()
  expect(await reply('first')).toMatch('must be of type Number')
  expect(await refusal('sendMessage', { text: 'ответ', reply_parameters: 'x' })).toMatch(
    "can't parse reply parameters",
  )
})

test('keyboards are held to their limits', async () => {
  const withButtons = (inline_keyboard: unknown): Promise<unknown> =>
    refusal('sendMessage', { text: 'выберите', reply_markup: { inline_keyboard } })
  const button = (callback_data: string): object => ({ text: 'Да', callback_data })
  const row = (count: number): object[] => Array.from({ length: count }, () => button('a'))
  expect(await withButtons([[button('я'.repeat(32))]])).toBeUndefined()
  expect(await withButtons([[button('я'.repeat(33))]])).toBe('Bad Request: BUTTON_DATA_INVALID')
  expect(await withButtons([[button('')]])).toBe('Bad Request: BUTTON_DATA_INVALID')
  expect(await withButtons([row(9)])).toBe('Bad Request: reply markup is too long')
  expect(await withButtons(Array.from({ length: 51 }, () => row(2)))).toBe(
    'Bad Request: reply markup is too long',
  )
  expect(await withButtons([[{ text: 'Да' }]])).toMatch('text buttons are unallowed')
  expect(await withButtons([[{ text: ' ', url: 'https://example.com' }]])).toMatch('text must be non-empty')
  expect(await withButtons([[{ text: 'Да', url: 'example' }]])).toMatch('is invalid')
  expect(await withButtons('none')).toMatch('must be an Array')
})

test('an uploaded document arrives with its name, type and bytes', async () => {
  const bytes = new TextEncoder().encode('строка;сумма\n')
  await upload('sendDocument', { document: file(bytes, 'Счёт № 7.csv', 'text/csv'), caption: 'Счёт' })
  expect(bot.sent[0]).toMatchObject({ method: 'sendDocument', text: null, caption: 'Счёт' })
  expect(bot.sent[0]?.files[0]).toMatchObject({ name: 'Счёт № 7.csv', mime: 'text/csv', size: bytes.length })
  expect(bot.sent[0]?.files[0]?.bytes.equals(Buffer.from(bytes))).toBe(true)
})

test('a photo must be a picture of moderate size; a longer caption than 1024 is refused', async () => {
  const refused = async (fields: Record<string, string | File>): Promise<unknown> =>
    (await upload('sendPhoto', fields)).body.description
  expect(await refused({ photo: file(jpeg(), 'a.jpg') })).toBeUndefined()
  expect(await refused({ photo: file(jpeg(), 'a.jpg'), caption: 'я'.repeat(1025) })).toMatch(
    'caption is too long',
  )
  expect(await refused({ photo: file(new TextEncoder().encode('no'), 'a.jpg') })).toMatch(
    'IMAGE_PROCESS_FAILED',
  )
  expect(await refused({ photo: file(jpeg(2100, 100), 'a.jpg') })).toMatch('PHOTO_INVALID_DIMENSIONS')
  expect(await refused({ photo: file(jpeg(8000, 2001), 'a.jpg') })).toMatch('PHOTO_INVALID_DIMENSIONS')
  expect(await refused({ photo: file(new Uint8Array(10 * 1024 * 1024 + 1), 'a.jpg') })).toMatch(
    'too big for a photo',
  )
  expect(await refused({ photo: file(new Uint8Array(0), 'a.jpg') })).toMatch('must be non-empty')
  expect(await refused({})).toMatch('there is no photo in the request')
  expect(await refused({ photo: 'https://example.com/a.jpg' })).toMatch('failed to get HTTP URL content')
})

test('a request over 50 MB is answered 413', async () => {
  const big = file(new Uint8Array(51 * 1024 * 1024), 'big.bin')
  expect((await upload('sendDocument', { document: big })).status).toBe(413)
  expect(bot.sent).toEqual([])
})

test('a file_id can be sent again, but only as what it is', async () => {
  const { messageId } = person.sendVoice()
  const voice = person.message(messageId)?.voice?.file_id
  expect(await refusal('sendVoice', { voice })).toBeUndefined()
  expect(await refusal('sendVideo', { video: voice })).toMatch("can't use file of type Voice as Video")
  expect(await refusal('sendVideo', { video: 'made up' })).toMatch('wrong file identifier')
})

test('an album is delivered whole: one group, consecutive ids, an array for an answer', async () => {
  const media = [
    { type: 'photo', media: 'attach://one', caption: 'Два вида' },
    { type: 'photo', media: 'attach://two' },
  ]
  const files = { one: file(jpeg(), '1.jpg'), two: file(jpeg(300, 300), '2.jpg') }
  const { body } = await upload('sendMediaGroup', { media: JSON.stringify(media), ...files })
  const [first, second] = bot.sent
  expect(body.result).toHaveLength(2)
  expect(first?.caption).toBe('Два вида')
  expect(second?.messageId).toBe((first?.messageId ?? 0) + 1)
  expect(first?.mediaGroupId).toBe(second?.mediaGroupId)
  expect(first?.mediaGroupId).not.toBeNull()
})

test('an album with one bad part delivers nothing', async () => {
  const album = async (media: unknown, files: Record<string, File> = {}): Promise<unknown> =>
    (await upload('sendMediaGroup', { media: JSON.stringify(media), ...files })).body.description
  const photo = { type: 'photo', media: 'attach://one' }
  const files = { one: file(jpeg(), '1.jpg') }
  expect(await album([photo, { type: 'photo', media: 'attach://lost' }], files)).toBe(
    'Bad Request: failed to send message #2 with the error message "attached file not found"',
  )
  expect(await album([photo], files)).toMatch('too few')
  expect(
    await album(
      Array.from({ length: 11 }, () => photo),
      files,
    ),
  ).toMatch('too many')
  expect(await album([photo, { type: 'document', media: 'attach://one' }], files)).toMatch("can't be mixed")
  expect(await album([photo, { type: 'animation', media: 'attach://one' }], files)).toMatch("can't be used")
  expect(await album({ type: 'photo' }, files)).toMatch('expected an Array')
  expect(bot.sent).toEqual([])
})

test('own messages can be edited, but not into the same', async () => {
  await api('sendMessage', { text: 'Цена 500' })
  const message_id = bot.sent[0]?.messageId
  expect(await refusal('editMessageText', { message_id, text: 'Цена 450' })).toBeUndefined()
  expect(person.message(message_id ?? 0)).toMatchObject({ text: 'Цена 450', edit_date: now / 1000 })
  expect(await refusal('editMessageText', { message_id, text: 'Цена 450' })).toMatch(
    'message is not modified',
  )
  expect(await refusal('editMessageText', { message_id: 999, text: 'а' })).toMatch(
    'message to edit not found',
  )
  const { messageId } = person.sendText('моё')
  expect(await refusal('editMessageText', { message_id: messageId, text: 'а' })).toMatch("can't be edited")
})

test('a message can be deleted for two days', async () => {
  await api('sendMessage', { text: 'лишнее' })
  await api('sendMessage', { text: 'старое' })
  const [first, second] = bot.sent.map((message) => message.messageId)
  expect(await refusal('deleteMessage', { message_id: first })).toBeUndefined()
  expect(await refusal('deleteMessage', { message_id: first })).toMatch('message to delete not found')
  now += 49 * 3_600_000
  expect(await refusal('deleteMessage', { message_id: second })).toMatch("can't be deleted for everyone")
})

test('flood limits answer 429 with the wait, let other chats go on, and count an album as its parts', async () => {
  await standIn.close()
  standIn = await startTelegramStandIn({ clock: () => new Date(now), limits: { perChatPerSecond: 1 } })
  bot = standIn.createBot()
  person = bot.person()
  const other = bot.person()
  person.start()
  other.start()
  const media = [1, 2, 3].map(() => ({ type: 'photo', media: 'attach://one' }))
  await upload('sendMediaGroup', { media: JSON.stringify(media), one: file(jpeg(), '1.jpg') })
  expect(await api('sendMessage', { text: 'ещё' })).toMatchObject({
    status: 429,
    retryAfter: '3',
    body: { parameters: { retry_after: 3 } },
  })
  expect(await refusal('sendMessage', { text: 'вам', chat_id: other.id })).toBeUndefined()
  now += 3000
  expect(await refusal('sendMessage', { text: 'ещё' })).toBeUndefined()
})

test('unknown parameters are passed over, wrong types are refused', async () => {
  expect(await refusal('sendMessage', { text: 'да', never_heard_of: 1 })).toBeUndefined()
  expect(await refusal('editMessageText', { text: 'да', message_id: 'x' })).toMatch('must be an integer')
  expect(await refusal('sendChatAction', { action: 'typing' })).toBeUndefined()
  expect(await refusal('sendChatAction', { action: 'dancing' })).toMatch('wrong parameter action')
})
