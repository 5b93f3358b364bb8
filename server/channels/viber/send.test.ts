import { Readable } from 'node:stream'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { sampleJpeg, samplePdf } from '../../../dev/messengers/telegram/sample-files.ts'
import { startViberStandIn } from '../../../dev/messengers/viber.ts'
import { startHost, startReceiver } from '../../../dev/messengers/viber/testing.ts'
import type { OutgoingFile, OutgoingPart, SendResult } from '../channel.ts'
import { viberCapabilities } from './config.ts'
import { createViber } from './viber.ts'

const standIn = await startViberStandIn({ secondMs: 20 })
const host = await startHost()
const receiver = await startReceiver()
afterAll(() => Promise.all([standIn.close(), host.close(), receiver.close()]))
const account = standIn.createAccount()
const client = account.person({ isSubscribed: true })
const viber = createViber({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })
await viber.webhook?.set({ token: account.token, externalId: account.id }, receiver.url, '')

afterEach(() => account.faults.clear())

const send = (part: Partial<OutgoingPart>, name = 'Тихий угол'): Promise<SendResult> =>
  viber.send(
    { token: account.token, externalId: account.id, name },
    { chat: client.id, text: '', entities: [], files: [], replyTo: null, key: 'k', sendId: 1, ...part },
  )
const file = (kind: OutgoingFile['kind'], mime: string, name: string, bytes: Buffer): OutgoingFile => ({
  kind,
  name,
  mime,
  sizeBytes: bytes.length,
  width: null,
  height: null,
  open: async () => Readable.from([bytes]),
  publicUrl: async (wanted) => host.publish(bytes, wanted ?? name, { 'content-type': mime }),
})
const photo = (name = 'a.jpg'): OutgoingFile => file('photo', 'image/jpeg', name, sampleJpeg(64, 48))
/** As large as it says to be, without the bytes. */
const large = (one: OutgoingFile, sizeBytes: number): OutgoingFile => ({ ...one, sizeBytes })
const last = () => account.sent.at(-1)

describe('a text', () => {
  it('arrives as it was written, under the name of the channel', async () => {
    const text = 'A < B & <b>не тег</b> «цитата»\n\n    отступ 👩‍👩‍👧'
    const result = await send({ text })
    expect(last()).toMatchObject({ type: 'text', text, senderName: 'Тихий угол' })
    expect(result).toEqual({ outcome: 'accepted', externalIds: [last()?.token] })
  })

  it('is known by every digit of its 64-bit id', async () => {
    const result = await send({ text: 'x' })
    const [id = ''] = result.outcome === 'accepted' ? result.externalIds : []
    expect(id).toMatch(/^\d{19}$/)
    expect(BigInt(id) > 2n ** 62n).toBe(true)
    expect(String(Number(id))).not.toBe(id)
  })

  it.each([
    ['Диваны и кресла «Тихий угол» на Тихой', 'Диваны и кресла «Тихий угол»'],
    [`${'x'.repeat(27)}😀`, 'x'.repeat(27)],
    ['a\nb\u202Ec', 'a bc'],
    ['   ', 'Support'],
  ])('leaves under the name "%s" shortened to what Viber takes', async (given, shown) => {
    expect((await send({ text: 'x' }, given)).outcome).toBe('accepted')
    expect(last()?.senderName).toBe(shown)
  })

  it('of nothing but space is refused, and so is one over the limit', async () => {
    expect(await send({ text: ' \n ' })).toMatchObject({ outcome: 'refused', code: 'refused' })
    const tooLong = 'ы'.repeat(viberCapabilities.maxTextLength + 1)
    expect(await send({ text: tooLong })).toMatchObject({ outcome: 'refused', code: 'refused' })
  })
})

describe('a file', () => {
  it.each([
    ['picture', photo('Фото «дивана» ?.JPG'), '/picture.jpg', null],
    ['picture', file('photo', 'image/png', 'b', Buffer.from('')), '/picture.png', null],
    ['video', file('video', 'video/mp4', 'в.mov', Buffer.from('v')), '/video.mp4', null],
    [
      'file',
      file('document', 'application/pdf', 'Счёт № 5.PDF', samplePdf('x')),
      '/file.pdf',
      'Счёт № 5.PDF',
    ],
    ['file', file('animation', 'image/gif', 'кот.gif', Buffer.from('g')), '/file.gif', 'кот.gif'],
    ['file', file('photo', 'image/webp', 'x.webp', Buffer.from('w')), '/file.webp', 'x.webp'],
    ['file', file('voice', 'audio/ogg', 'voice', Buffer.from('o')), '/file', 'voice'],
  ])('leaves as a %s (%#), told by an address of plain letters', async (type, given, ending, fileName) => {
    expect((await send({ files: [given] })).outcome).toBe('accepted')
    expect(last()).toMatchObject({ type, fileName })
    expect(new URL(last()?.media ?? '').pathname.endsWith(ending)).toBe(true)
    if (type !== 'picture') expect(last()?.size).toBe(given.sizeBytes)
  })

  it('reaches the client whole, with the text below a picture', async () => {
    await send({ text: 'вот', files: [photo()] })
    await account.settled()
    expect(last()).toMatchObject({ text: 'вот', state: 'delivered', failure: null })
    expect(last()?.got?.bytes.equals(sampleJpeg(64, 48))).toBe(true)
  })

  it('too large to be shown as a picture or a video leaves as a file', async () => {
    const video = file('video', 'video/mp4', 'v.mp4', Buffer.from('v'))
    for (const one of [large(photo(), 1_000_001), large(video, 26_000_001)]) {
      expect((await send({ files: [one] })).outcome).toBe('accepted')
      expect(last()).toMatchObject({ type: 'file', size: one.sizeBytes })
    }
  })

  it('without an address open to the Internet does not leave, and says why', async () => {
    const hidden = { ...photo(), publicUrl: async () => null }
    const before = account.calls.length
    expect(await send({ files: [hidden] })).toMatchObject({ outcome: 'refused', code: 'needs_public_url' })
    expect(account.calls.length).toBe(before)
  })

  it('of a kind Viber forbids is refused by it', async () => {
    const program = file('document', 'application/octet-stream', 'setup.EXE', Buffer.from('MZ'))
    expect(await send({ files: [program] })).toMatchObject({ outcome: 'refused', code: 'refused' })
  })

  it('that cannot carry a text never swallows it', async () => {
    const pdf = file('document', 'application/pdf', 'a.pdf', samplePdf('x'))
    const before = account.calls.length
    for (const files of [[pdf], [large(photo(), 1_000_001)], [photo(), photo()]]) {
      expect(await send({ text: 'вот', files })).toMatchObject({ outcome: 'refused', code: 'refused' })
    }
    expect(account.calls.length).toBe(before)
  })
})

describe('a refusal', () => {
  it.each([
    [1, { outcome: 'refused', code: 'refused', detail: 'invalidUrl (1)' }],
    [2, { outcome: 'refused', code: 'token_revoked' }],
    [3, { outcome: 'refused', code: 'refused', detail: 'badData (3)' }],
    [4, { outcome: 'refused', code: 'refused' }],
    [5, { outcome: 'refused', code: 'client_not_reachable' }],
    [6, { outcome: 'refused', code: 'blocked_by_client' }],
    [7, { outcome: 'refused', code: 'refused' }],
    [8, { outcome: 'refused', code: 'refused' }],
    [9, { outcome: 'refused', code: 'refused' }],
    [10, { outcome: 'refused', code: 'refused' }],
    [11, { outcome: 'refused', code: 'client_not_reachable' }],
    [12, { outcome: 'unsent', code: 'too_many_requests', retryAfterMs: 600_000, scope: 'chat' }],
    [13, { outcome: 'refused', code: 'client_not_reachable' }],
    [14, { outcome: 'refused', code: 'client_not_reachable' }],
    [15, { outcome: 'refused', code: 'refused' }],
    [20, { outcome: 'refused', code: 'refused' }],
    [99, { outcome: 'refused', code: 'refused' }],
  ])('of status %i', async (status, expected) => {
    const before = account.sent.length
    account.faults.next('send_message', { kind: 'refuse', status })
    expect(await send({ text: 'x' })).toMatchObject(expected)
    expect(account.sent.length).toBe(before)
  })

  it('comes for whoever never wrote, until he writes, and again when he leaves', async () => {
    const stranger = account.person()
    expect(await send({ chat: stranger.id, text: 'x' })).toMatchObject({ code: 'blocked_by_client' })
    stranger.sendText('Добрый день')
    expect((await send({ chat: stranger.id, text: 'x' })).outcome).toBe('accepted')
    stranger.block()
    expect(await send({ chat: stranger.id, text: 'x' })).toMatchObject({ code: 'blocked_by_client' })
    expect(await send({ chat: 'nobody', text: 'x' })).toMatchObject({ code: 'client_not_reachable' })
  })
})

it('a place arrives as such, a voice message as a file', async () => {
  const location = { latitude: 59.934283, longitude: 30.335099, title: null }
  expect((await send({ location })).outcome).toBe('accepted')
  expect(last()?.fields).toMatchObject({ type: 'location', location: { lat: 59.934283, lon: 30.335099 } })
  const voice = file('voice', 'audio/ogg', 'Голосовое.ogg', Buffer.from('OggS'))
  expect((await send({ files: [voice] })).outcome).toBe('accepted')
  expect(last()).toMatchObject({ type: 'file', fileName: 'Голосовое.ogg' })
})
