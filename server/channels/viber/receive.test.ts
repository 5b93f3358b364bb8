import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Incoming, IncomingMessage } from '../channel.ts'
import { parseJsonWithLongIds } from '../parse-json.ts'
import { receive } from './receive.ts'

const folder = new URL('fixtures/', import.meta.url)
const receivedAt = new Date('2027-01-01T00:00:00Z')

const bytesOf = (name: string): Buffer => readFileSync(new URL(`${name}.json`, folder))
function item(name: string): Incoming {
  const [first, ...others] = receive(parseJsonWithLongIds(bytesOf(name)), receivedAt)
  if (!first || others.length > 0) throw new Error(`${name} is not one thing`)
  return first
}
function message(name: string): IncomingMessage {
  const found = item(name)
  if (found.kind !== 'message') throw new Error(`${name} is no message but ${found.kind}`)
  return found
}
/** The id as it stands in the bytes. */
const tokenOf = (name: string): string => /"message_token": ?(\d+)/.exec(bytesOf(name).toString())?.[1] ?? ''
const fileOf = (name: string) => message(name).content.attachments[0]

describe('texts', () => {
  it('come with who wrote them and when', () => {
    expect(message('text')).toEqual({
      kind: 'message',
      chat: 'Lw5mVq3TtB8yQ1sNc0kR7g==',
      externalId: tokenOf('text'),
      sequence: 0,
      at: new Date(1_795_500_607_123),
      person: {
        scope: 'channel',
        externalId: 'Lw5mVq3TtB8yQ1sNc0kR7g==',
        name: 'Ольга Верещагина',
        handle: null,
        language: 'ru',
      },
      content: {
        text: 'Добрый день! Диван «Север» есть в сером цвете? 🛋',
        entities: [],
        attachments: [],
        unsupported: null,
      },
      albumKey: null,
      replyTo: null,
      forwardedFrom: null,
      source: null,
      ownPhone: null,
    })
  })

  it('keep every digit of their 64-bit id, and a short one too', () => {
    expect(tokenOf('text')).toHaveLength(19)
    expect(Number(tokenOf('text')).toString()).not.toBe(tokenOf('text'))
    expect(message('text-small-token').externalId).toBe('4912661846655238')
  })

  it('with an id that was rounded on the way are not taken: it would be the id of another', () => {
    const rounded: unknown = JSON.parse(bytesOf('text').toString())
    expect(receive(rounded, receivedAt)).toEqual([{ kind: 'ignored', reason: 'a message without its ids' }])
  })

  it('read the same however their bytes were escaped', () => {
    expect(message('text-escaped').content.text).toBe('Доставка 24/7 — за 500 ₽ 🛋')
  })

  it('of somebody who hides from bots come without a name', () => {
    expect(message('text-placeholder-name').person.name).toBe('')
  })

  it('come storable: NUL and half characters are replaced, direction marks leave a name', () => {
    expect(message('text-nul').content.text).toBe('до\uFFFDпосле')
    expect(message('text-half-character').content.text).toBe('до \uFFFD после')
    expect(message('text-right-to-left').person.name).toBe('Оля gpj.exe')
    expect(message('text-right-to-left').content.text).toContain('\u202E')
  })

  it('without a time are as old as their arrival', () => {
    expect(message('without-time').at).toEqual(receivedAt)
  })

  it('with a link say the address, once', () => {
    expect(message('url').content).toMatchObject({
      text: 'https://example.com/sofa?a=1&b=2',
      unsupported: null,
    })
    expect(message('url-with-words').content.text).toBe('вот этот\nhttps://example.com/sofa')
  })
})

describe('files', () => {
  it.each([
    ['picture', 'photo', 'IMG_2044.JPG', 248_111, null],
    ['picture-nameless', 'photo', `picture-${tokenOf('picture-nameless')}.png`, null, null],
    ['video', 'video', 'кухня.mp4', 1_048_576, 7],
    ['file', 'document', 'Договор № 5.pdf', 51_234, null],
    ['sticker', 'photo', `sticker-${tokenOf('sticker')}.png`, null, null],
    ['unknown-kind-with-file', 'document', `voice-${tokenOf('unknown-kind-with-file')}.m4a`, null, 3],
  ])('%s: a %s to be fetched where the callback says', (name, kind, fileName, sizeBytes, durationSeconds) => {
    expect(fileOf(name)).toMatchObject({ kind, name: fileName, sizeBytes, durationSeconds, state: 'pending' })
    expect(fileOf(name)?.remoteRef).toMatch(/^https?:\/\/[\w.-]+\.viber\.com\//)
  })

  it('carry the text below them', () => {
    expect(message('picture').content).toMatchObject({ text: 'вот такой', unsupported: null })
  })

  it('of hostile names lose paths, control and direction marks', () => {
    expect(fileOf('file-hostile-name')?.name).toBe('passwd .exe')
  })

  it('are fetched from the web only: anything else is said to be there, and not touched', () => {
    for (const name of ['picture-from-a-script', 'file-from-a-disk', 'picture-without-media']) {
      expect([name, message(name).content.attachments]).toEqual([name, []])
      expect(message(name).content.unsupported).not.toBeNull()
    }
    expect(message('picture-from-a-script').content.text).toBe('нажми')
  })
})

describe('other kinds', () => {
  it.each([
    ['contact', 'contact', 'Сергей Мельник\n+381605550177'],
    ['contact-empty', 'contact', ''],
    [
      'location',
      'location',
      'Тихая улица, 4\nhttps://www.openstreetmap.org/?mlat=44.8125449&mlon=20.4612299#map=16/44.8125449/20.4612299',
    ],
    ['rich-media', 'rich_media', 'Каталог\nДиваны\nСтолы'],
    ['sticker-without-picture', 'sticker', ''],
    ['unknown-kind', 'hologram', 'смотрите'],
    ['without-type', 'unknown', 'без вида'],
    ['text-empty', 'text', ''],
  ])('%s is never silence: "%s" with what can be read of it', (name, unsupported, text) => {
    expect(message(name).content).toMatchObject({ unsupported, text })
  })

  it('a contact card proves no number: the button that asks for one sends the same', () => {
    expect(message('contact').ownPhone).toBeNull()
  })
})

describe('what happens around messages', () => {
  const chat = 'Lw5mVq3TtB8yQ1sNc0kR7g=='
  const at = new Date(1_795_500_607_123)

  it('leaving and coming back, each known by its id', () => {
    const known = { chat, at, person: { externalId: chat, scope: 'channel' } }
    const left = tokenOf('unsubscribed')
    expect(item('unsubscribed')).toMatchObject({ kind: 'blocked', key: `blocked:${left}`, ...known })
    expect(item('subscribed')).toMatchObject({
      kind: 'unblocked',
      ...known,
      person: { name: 'Ольга Верещагина' },
    })
  })

  it('receipts speak of one message', () => {
    const ids = (name: string) => ({ chat, at, externalId: tokenOf(name), upTo: null })
    expect(item('delivered')).toEqual({
      kind: 'receipt',
      key: `delivered:${tokenOf('delivered')}`,
      state: 'delivered',
      ...ids('delivered'),
    })
    expect(item('seen')).toEqual({
      kind: 'receipt',
      key: `read:${tokenOf('seen')}`,
      state: 'read',
      ...ids('seen'),
    })
  })

  it('a message that failed afterwards, with the reason', () => {
    const externalId = tokenOf('failed')
    expect(item('failed')).toMatchObject({
      kind: 'failure',
      key: `failed:${externalId}`,
      chat,
      externalId,
      code: 'refused',
      detail: 'failure description',
    })
    expect(item('failed-not-subscribed')).toMatchObject({ code: 'blocked_by_client' })
  })

  it('who opened the chat by a link of ours is told with what the link brought', () => {
    expect(item('conversation-started')).toEqual({
      kind: 'met',
      chat: 'Lw5mVq3TtB8yQ1sNc0kR7g==',
      source: { context: 'spring-sale' },
      at: new Date(1795500607123),
    })
  })

  it.each([
    ['webhook', 'webhook'],
    ['unknown-event', 'client_status'],
    ['prototype-event', 'constructor'],
    ['without-sender', 'a message without its ids'],
    ['without-token', 'a message without its ids'],
    ['wrong-types', 'a message without its ids'],
    ['failed-without-user', 'a failure without its ids'],
  ])('%s opens nothing: %s', (name, reason) => {
    expect(item(name)).toEqual({ kind: 'ignored', reason })
  })
})
