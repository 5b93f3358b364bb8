import { Readable } from 'node:stream'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { startTelegramStandIn } from '../../../dev/messengers/telegram.ts'
import { samplePdf, sampleJpeg, sampleVoice } from '../../../dev/messengers/telegram/sample-files.ts'
import type { OutgoingFile, OutgoingPart, SendResult } from '../channel.ts'
import { createTelegram } from './telegram.ts'

const standIn = await startTelegramStandIn({ secondMs: 20 })
afterAll(() => standIn.close())
const bot = standIn.createBot()
const client = bot.person()
const stranger = bot.person()
client.start()
const telegram = createTelegram({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })

afterEach(() => bot.faults.clear())

const send = (part: Partial<OutgoingPart>): Promise<SendResult> =>
  telegram.send(
    { token: bot.token, externalId: bot.token.split(':')[0] ?? '' },
    {
      chat: String(client.id),
      text: '',
      entities: [],
      files: [],
      replyTo: null,
      key: 'k',
      sendId: 1,
      ...part,
    },
  )
const file = (kind: OutgoingFile['kind'], bytes: Buffer, more: Partial<OutgoingFile> = {}): OutgoingFile => ({
  kind,
  name: 'файл',
  mime: 'application/octet-stream',
  sizeBytes: bytes.length,
  width: null,
  height: null,
  open: async () => Readable.from([bytes]),
  publicUrl: async () => null,
  ...more,
})
const photo = (more: Partial<OutgoingFile> = {}): OutgoingFile =>
  file('photo', sampleJpeg(640, 480), { name: 'a.jpg', mime: 'image/jpeg', ...more })
const last = () => bot.sent.at(-1)

describe('a text', () => {
  it('arrives as it was written: nothing in it is taken for markup', async () => {
    const text = 'A < B & <b>не тег</b> *звёзды* _черта_ [ссылка](x)\n\n    отступ 👩‍👩‍👧'
    const result = await send({ text })
    expect(last()).toMatchObject({ method: 'sendMessage', text, entities: [] })
    expect(result).toEqual({ outcome: 'accepted', externalIds: [String(last()?.messageId)] })
  })

  it('arrives with its formatting', async () => {
    await send({
      text: '🛋 жирно ссылка цитата',
      entities: [
        { type: 'bold', offset: 3, length: 5 },
        { type: 'link', offset: 9, length: 6, url: 'https://example.com/a' },
        { type: 'quote', offset: 16, length: 6 },
        { type: 'mention', offset: 0, length: 2 },
      ],
    })
    expect(last()?.entities).toEqual([
      { type: 'bold', offset: 3, length: 5 },
      { type: 'text_link', offset: 9, length: 6, url: 'https://example.com/a' },
      { type: 'blockquote', offset: 16, length: 6 },
    ])
  })

  it('answers a message, and leaves all the same when that one is gone', async () => {
    const { messageId } = client.sendText('вопрос')
    expect((await send({ text: 'ответ', replyTo: String(messageId) })).outcome).toBe('accepted')
    expect(last()?.replyTo).toBe(messageId)
    expect((await send({ text: 'ответ', replyTo: '999999' })).outcome).toBe('accepted')
    expect(last()?.replyTo).toBeNull()
    expect((await send({ text: 'ответ на кнопку', replyTo: 'button:1' })).outcome).toBe('accepted')
  })
})

describe('files', () => {
  it.each([
    ['photo', 'sendPhoto', sampleJpeg(64, 64)],
    ['video', 'sendVideo', Buffer.from('v')],
    ['document', 'sendDocument', samplePdf('x')],
    ['audio', 'sendAudio', Buffer.from('a')],
    ['voice', 'sendVoice', Buffer.from('o')],
    ['animation', 'sendAnimation', Buffer.from('g')],
  ] as const)('a %s leaves by %s with its bytes, name and caption', async (kind, method, bytes) => {
    const result = await send({ text: 'подпись', files: [file(kind, bytes, { name: 'Счёт "№ 5".pdf' })] })
    expect(result.outcome).toBe('accepted')
    expect(last()).toMatchObject({ method, caption: 'подпись' })
    expect(last()?.files[0]?.bytes.equals(bytes)).toBe(true)
    if (kind !== 'photo') expect(last()?.files[0]?.name).toBe('Счёт "№ 5".pdf')
  })

  it('of an album leave in one call, in order, the caption on the first, an id for each', async () => {
    const before = bot.sent.length
    const files = [photo(), file('video', Buffer.from('v')), photo()]
    const result = await send({ text: 'три вида', files })
    const sent = bot.sent.slice(before)
    expect(sent.map((message) => [message.files[0]?.kind, message.caption])).toEqual([
      ['photo', 'три вида'],
      ['video', null],
      ['photo', null],
    ])
    expect(new Set(sent.map((message) => message.mediaGroupId)).size).toBe(1)
    expect(result).toEqual({
      outcome: 'accepted',
      externalIds: sent.map((message) => String(message.messageId)),
    })
  })

  it('of an album leave all or none: a broken one keeps the others back too', async () => {
    const before = bot.sent.length
    const empty = file('video', Buffer.alloc(0))
    const result = await send({ files: [photo(), empty] })
    expect(result).toMatchObject({
      outcome: 'refused',
      code: 'refused',
      detail: expect.stringContaining('#2'),
    })
    bot.faults.next('sendMediaGroup', { kind: 'answerDropped' })
    expect(await send({ files: [photo(), photo()] })).toMatchObject({ outcome: 'unknown' })
    expect(bot.sent.length).toBe(before + 2)
  })

  it('a picture too large, too long or of no known kind leaves as a document', async () => {
    const large = photo({
      sizeBytes: 10 * 1024 * 1024 + 1,
      open: async () => Readable.from([Buffer.alloc(10 * 1024 * 1024 + 1)]),
    })
    for (const picture of [
      large,
      photo({ width: 9000, height: 2000 }),
      photo({ width: 3000, height: 100 }),
    ]) {
      const calls = bot.calls.length
      expect((await send({ text: 'план', files: [picture] })).outcome).toBe('accepted')
      expect(last()).toMatchObject({ method: 'sendDocument', caption: 'план' })
      expect(bot.calls.length).toBe(calls + 1)
    }
    const before = bot.sent.length
    expect((await send({ files: [file('photo', Buffer.from('не картинка'))] })).outcome).toBe('accepted')
    expect(bot.sent.slice(before).map((message) => message.method)).toEqual(['sendDocument'])
  })

  it('with such a picture among others leave all as documents, once', async () => {
    const before = bot.sent.length
    for (const odd of [photo({ width: 9000, height: 2000 }), file('photo', Buffer.from('не картинка'))]) {
      expect((await send({ files: [photo(), odd, photo()] })).outcome).toBe('accepted')
    }
    expect(bot.sent.slice(before).map((message) => message.files[0]?.kind)).toEqual(
      Array.from({ length: 6 }, () => 'document'),
    )
  })

  it('that cannot be read did not leave, and nothing of the message did', async () => {
    const before = bot.sent.length
    const broken = photo({
      open: async () => {
        throw new Error('gone')
      },
    })
    expect(await send({ text: 'x', files: [broken] })).toEqual({
      outcome: 'unsent',
      code: 'file_unreadable',
      retryAfterMs: null,
      scope: 'chat',
    })
    expect(bot.sent.length).toBe(before)
  })
})

describe('a refusal', () => {
  it('tells why in one of our own words', async () => {
    const cases = [
      [{ kind: 'blockedByUser' }, { outcome: 'refused', code: 'blocked_by_client' }],
      [{ kind: 'chatNotFound' }, { outcome: 'refused', code: 'client_not_reachable' }],
      [{ kind: 'fileTooBig' }, { outcome: 'refused', code: 'too_large' }],
      [
        { kind: 'tooManyRequests', retryAfterSeconds: 31 },
        { outcome: 'unsent', retryAfterMs: 31_000, scope: 'chat' },
      ],
      [
        { kind: 'migrated', newId: -1_001_234 },
        { outcome: 'moved', chat: '-1001234' },
      ],
    ] as const
    for (const [fault, expected] of cases) {
      bot.faults.next('sendMessage', fault)
      expect([fault.kind, await send({ text: 'x' })]).toMatchObject([fault.kind, expected])
    }
  })

  it('comes for a client who never wrote, who left, and for a text of nothing but space', async () => {
    expect(await send({ chat: String(stranger.id), text: 'x' })).toMatchObject({
      code: 'client_not_reachable',
    })
    expect(await send({ text: ' \n ' })).toMatchObject({ outcome: 'refused', code: 'refused' })
    const leaver = bot.person()
    leaver.start()
    leaver.block()
    expect(await send({ chat: String(leaver.id), text: 'x' })).toMatchObject({ code: 'blocked_by_client' })
    leaver.unblock()
    expect((await send({ chat: String(leaver.id), text: 'x' })).outcome).toBe('accepted')
    leaver.deleteAccount()
    expect(await send({ chat: String(leaver.id), text: 'x' })).toMatchObject({ code: 'client_not_reachable' })
  })
})

describe('a place and a voice message', () => {
  it('arrive as such', async () => {
    const location = { latitude: 59.934283, longitude: -30.335099, title: null }
    expect(await send({ location })).toEqual({
      outcome: 'accepted',
      externalIds: [String(last()?.messageId)],
    })
    expect(client.message(last()?.messageId ?? 0)?.location).toEqual({
      latitude: 59.934283,
      longitude: -30.335099,
    })
    const voice = file('voice', sampleVoice(4), {
      name: 'голос.ogg',
      mime: 'audio/ogg',
      durationSeconds: 3.6,
    })
    expect((await send({ files: [voice] })).outcome).toBe('accepted')
    expect(client.message(last()?.messageId ?? 0)?.voice).toMatchObject({ duration: 4 })
  })
})
