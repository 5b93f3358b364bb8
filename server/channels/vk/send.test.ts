import { Readable } from 'node:stream'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { startVkStandIn } from '../../../dev/messengers/vk.ts'
import {
  sampleJpeg,
  samplePdf,
  sampleVoice,
  sampleWebp,
} from '../../../dev/messengers/telegram/sample-files.ts'
import type { OutgoingFile, OutgoingPart, SendResult } from '../channel.ts'
import { createVk } from './vk.ts'

const standIn = await startVkStandIn({ secondMs: 20 })
afterAll(() => standIn.close())
const community = standIn.createCommunity()
const client = community.person()
const stranger = community.person()
client.start()
const connection = { token: community.token, externalId: String(community.id) }
const vk = createVk({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })

afterEach(() => community.faults.clear())

let lastSendId = 1000
const send = (part: Partial<OutgoingPart>): Promise<SendResult> => {
  const usual = { chat: String(client.id), text: '', entities: [], files: [], replyTo: null, key: 'k' }
  return vk.send(connection, { ...usual, sendId: (lastSendId += 1), ...part })
}
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
const last = () => community.sent.at(-1)

describe('a text', () => {
  it('arrives as it was written, under its number in the chat', async () => {
    const text = 'A < B & <b>не тег</b> [id5|Имя] @all\n\n    отступ 👩‍👩‍👧 %00+='
    const result = await send({ text })
    expect(last()?.text).toBe(text)
    expect(result).toEqual({ outcome: 'accepted', externalIds: [String(last()?.number)] })
    expect(client.message(last()?.number ?? 0)?.text).toBe(text)
  })

  it('has no formatting; an address behind words is written out', async () => {
    const entities = [
      { type: 'bold', offset: 0, length: 3 },
      { type: 'link', offset: 4, length: 5, url: 'https://example.com/a' },
      { type: 'link', offset: 10, length: 18, url: 'https://example.com' },
    ] as const
    await send({ text: 'Вот счёт, ещё https://example.com', entities: [entities[0], entities[1]] })
    expect(last()?.text).toBe('Вот счёт, (https://example.com/a) ещё https://example.com')
    await send({
      text: 'https://e.com',
      entities: [{ type: 'link', offset: 0, length: 13, url: 'https://e.com' }],
    })
    expect(last()?.text).toBe('https://e.com')
  })

  it('answers a message, and leaves all the same when that one is gone', async () => {
    const question = client.sendText('вопрос').conversation_message_id
    expect((await send({ text: 'ответ', replyTo: String(question) })).outcome).toBe('accepted')
    expect(last()?.replyTo).toBe(question)
    expect((await send({ text: 'ответ', replyTo: '999999' })).outcome).toBe('accepted')
    expect(last()?.replyTo).toBeNull()
    expect((await send({ text: 'ответ на кнопку', replyTo: `button:${client.id}:1f` })).outcome).toBe(
      'accepted',
    )
  })
})

describe('a repeat', () => {
  it('with the same number sends nothing and gives the same message', async () => {
    const before = community.sent.length
    community.faults.next('messages.send', { kind: 'answerDropped' })
    const part = { text: 'один раз', sendId: 777 }
    const lost = await send(part)
    const again = await send(part)
    const parallel = await Promise.all([send(part), send(part)])
    expect(lost.outcome).toBe('unknown')
    expect(community.sent.length).toBe(before + 1)
    const accepted = { outcome: 'accepted', externalIds: [String(last()?.number)] }
    expect([again, ...parallel]).toEqual([accepted, accepted, accepted])
  })

  it('uploads its files again and still arrives once', async () => {
    const before = community.sent.length
    community.faults.next('messages.send', { kind: 'cutMidAnswer' })
    const part = {
      text: 'смета',
      files: [file('document', samplePdf('x'), { name: 'смета.pdf' })],
      sendId: 778,
    }
    expect((await send(part)).outcome).toBe('unknown')
    expect((await send(part)).outcome).toBe('accepted')
    expect(community.sent.slice(before).map(({ files }) => files.length)).toEqual([1])
  })
})

describe('files', () => {
  it.each([
    ['photo', 'photo', sampleJpeg(64, 64), 'image/jpeg'],
    ['video', 'doc', Buffer.from('v'), 'video/mp4'],
    ['document', 'doc', samplePdf('x'), 'application/pdf'],
    ['audio', 'doc', Buffer.from('a'), 'audio/mp4'],
    ['voice', 'audio_message', sampleVoice(1), 'audio/ogg'],
    ['animation', 'doc', Buffer.from('GIF89a'), 'image/gif'],
  ] as const)('a %s leaves as a %s with its bytes, name and text', async (kind, type, bytes, mime) => {
    const name = 'Счёт "№ 5".pdf'
    expect((await send({ text: 'подпись', files: [file(kind, bytes, { mime, name })] })).outcome).toBe(
      'accepted',
    )
    expect(last()).toMatchObject({ text: 'подпись', files: [{ type }] })
    expect(last()?.files[0]?.bytes.equals(bytes)).toBe(true)
    if (type === 'doc') expect(last()?.files[0]?.name).toBe(name)
  })

  it('ten of them leave in one message, in order', async () => {
    const before = community.sent.length
    const files = Array.from({ length: 10 }, (_each, index) =>
      index % 2 === 0 ? photo() : file('document', Buffer.from(`d${index}`), { name: `${index}.txt` }),
    )
    expect(await send({ text: 'всё сразу', files })).toEqual({
      outcome: 'accepted',
      externalIds: [expect.any(String)],
    })
    expect(community.sent.length).toBe(before + 1)
    expect(last()?.files.map(({ type, name }) => (type === 'photo' ? type : name))).toEqual([
      'photo',
      '1.txt',
      'photo',
      '3.txt',
      'photo',
      '5.txt',
      'photo',
      '7.txt',
      'photo',
      '9.txt',
    ])
  })

  it('a picture that VK does not take as a photo leaves as a document, once', async () => {
    const before = community.sent.length
    const large = photo({ width: 9000, height: 6000 })
    const webp = file('photo', sampleWebp(64), { mime: 'image/webp', name: 'a.webp' })
    const broken = photo({ open: async () => Readable.from([Buffer.from('не картинка')]), sizeBytes: 21 })
    const voice = file('voice', Buffer.from('не голос'), { name: 'a.ogg', mime: 'audio/ogg' })
    for (const odd of [large, webp, broken, voice]) {
      expect((await send({ files: [odd] })).outcome).toBe('accepted')
    }
    expect(community.sent.slice(before).map(({ files }) => files[0]?.type)).toEqual([
      'doc',
      'doc',
      'doc',
      'doc',
    ])
  })

  it('that VK takes from nobody are refused, and the message with them', async () => {
    const before = community.sent.length
    for (const name of ['setup.exe', 'песня.mp3']) {
      const result = await send({ text: 'вот', files: [file('document', Buffer.from('x'), { name })] })
      expect(result).toMatchObject({ outcome: 'refused', code: 'refused' })
    }
    expect(community.sent.length).toBe(before)
  })

  it('that cannot be read or uploaded have surely not left, whatever broke', async () => {
    const before = community.sent.length
    const broken = photo({
      open: async () => {
        throw new Error('gone')
      },
    })
    expect(await send({ text: 'x', files: [broken] })).toMatchObject({
      outcome: 'unsent',
      code: 'file_unreadable',
      scope: 'chat',
    })
    const places = [
      ['upload', { kind: 'answerDropped' }],
      ['upload', { kind: 'outage', status: 504 }],
      ['upload', { kind: 'cutMidAnswer' }],
      ['photos.getMessagesUploadServer', { kind: 'answerDropped' }],
      ['photos.getMessagesUploadServer', { kind: 'error', code: 10 }],
      ['photos.saveMessagesPhoto', { kind: 'answerDropped' }],
      ['photos.saveMessagesPhoto', { kind: 'error', code: 121 }],
      ['photos.saveMessagesPhoto', { kind: 'error', code: 6 }],
    ] as const
    for (const [place, fault] of places) {
      community.faults.next(place, fault)
      expect([place, fault.kind, (await send({ text: 'x', files: [photo()] })).outcome]).toEqual([
        place,
        fault.kind,
        'unsent',
      ])
    }
    expect(community.sent.length).toBe(before)
  })
})

describe('a refusal', () => {
  it('tells why in one of our own words, by its number', async () => {
    const cases = [
      [5, { outcome: 'refused', code: 'token_revoked' }],
      [6, { outcome: 'unsent', scope: 'channel', retryAfterMs: 1000 }],
      [9, { outcome: 'unsent', scope: 'chat', retryAfterMs: 60_000 }],
      [14, { outcome: 'unsent', scope: 'channel' }],
      [29, { outcome: 'unsent', scope: 'channel' }],
      [1, { outcome: 'unknown', code: 'error_1' }],
      [10, { outcome: 'unknown', code: 'error_10' }],
      [7, { outcome: 'refused', code: 'refused' }],
      [15, { outcome: 'refused', code: 'refused' }],
      [27, { outcome: 'refused', code: 'refused' }],
      [18, { outcome: 'refused', code: 'client_not_reachable' }],
      [100, { outcome: 'refused', code: 'refused' }],
      [113, { outcome: 'refused', code: 'client_not_reachable' }],
      [900, { outcome: 'refused', code: 'blocked_by_client' }],
      [901, { outcome: 'refused', code: 'blocked_by_client' }],
      [902, { outcome: 'refused', code: 'blocked_by_client' }],
      [911, { outcome: 'refused', code: 'refused' }],
      [914, { outcome: 'refused', code: 'refused' }],
      [936, { outcome: 'refused', code: 'client_not_reachable' }],
      [5555, { outcome: 'refused', code: 'refused' }],
    ] as const
    for (const [code, expected] of cases) {
      community.faults.next('messages.send', { kind: 'error', code })
      expect([code, await send({ text: 'x' })]).toMatchObject([code, expected])
    }
  })

  it('comes in the line of the recipient too', async () => {
    expect(await send({ chat: String(stranger.id), text: 'x' })).toMatchObject({ code: 'blocked_by_client' })
    const cases = [
      ['blacklisted', 'blocked_by_client'],
      ['private', 'blocked_by_client'],
      ['deleted', 'client_not_reachable'],
      ['banned', 'client_not_reachable'],
    ] as const
    for (const [standing, code] of cases) {
      const leaver = community.person()
      leaver.start()
      leaver.become(standing)
      expect([standing, await send({ chat: String(leaver.id), text: 'x' })]).toMatchObject([
        standing,
        { outcome: 'refused', code },
      ])
    }
    client.deny()
    expect(await send({ text: 'x' })).toMatchObject({ code: 'blocked_by_client' })
    client.allow()
    expect((await send({ text: 'x' })).outcome).toBe('accepted')
    expect(await send({ text: ' \n ' })).toMatchObject({ outcome: 'refused', code: 'refused' })
  })
})

describe('a place', () => {
  const location = { latitude: 59.934283, longitude: 30.335099, title: null }

  it('arrives as a point on the map', async () => {
    expect((await send({ location })).outcome).toBe('accepted')
    expect(last()).toMatchObject({
      text: '',
      geo: { coordinates: { latitude: 59.934283, longitude: 30.335099 } },
    })
  })

  it('that is refused for want of words leaves as words with a link, once', async () => {
    const before = community.sent.length
    community.faults.next('messages.send', { kind: 'error', code: 100 })
    expect((await send({ location })).outcome).toBe('accepted')
    expect(community.sent.length).toBe(before + 1)
    expect(last()).toMatchObject({
      geo: null,
      text: expect.stringContaining('mlat=59.934283&mlon=30.335099'),
    })
  })
})
