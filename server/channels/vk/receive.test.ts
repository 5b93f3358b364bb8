import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Incoming, IncomingMessage } from '../channel.ts'
import { parseJsonWithLongIds } from '../parse-json.ts'
import { receive } from './receive.ts'

const folder = new URL('fixtures/', import.meta.url)
const names = readdirSync(folder).map((name) => name.replace(/\.json$/, ''))
const receivedAt = new Date('2027-01-01T00:00:00Z')

const eventOf = (name: string): unknown => parseJsonWithLongIds(readFileSync(new URL(`${name}.json`, folder)))
function only(name: string): Incoming {
  const [item, more] = receive(eventOf(name), receivedAt)
  if (!item || more) throw new Error(`${name} is not one thing`)
  return item
}
function one(name: string): IncomingMessage {
  const item = only(name)
  if (item.kind !== 'message') throw new Error(`${name} is no message but ${item.kind}`)
  return item
}
const filesOf = (name: string) => one(name).content.attachments
const fileOf = (name: string) => filesOf(name)[0]

describe('texts', () => {
  it('come with their number in the chat; the person is known by his number only, his name is asked for later', () => {
    expect(one('text')).toMatchObject({
      chat: '512904417',
      externalId: '31',
      sequence: 31,
      at: new Date(1_795_430_467_000),
      person: { scope: 'messenger', externalId: '512904417', name: '', handle: null },
      content: { text: 'Добрый день! Диван «Север» есть в сером цвете?', unsupported: null },
      albumKey: null,
      replyTo: null,
      forwardedFrom: null,
      source: null,
      ownPhone: null,
    })
  })

  it('read with names where VK writes mentions, which stay links at the right place', () => {
    const { text, entities } = one('text-mention').content
    expect(text).toBe('Тихий угол, передайте 👩‍👩‍👧 Игорю Чернову, что [не ссылка] готова')
    expect(
      entities.map(({ type, offset, length, url }) => [type, text.slice(offset, offset + length), url]),
    ).toEqual([
      ['mention', 'Тихий угол', 'https://vk.com/club214530877'],
      ['mention', 'Игорю Чернову', 'https://vk.com/id77'],
    ])
  })

  it('come with NUL replaced, which the database cannot keep', () => {
    expect(one('text-nul').content.text).toBe('до\uFFFDпосле')
  })

  it('tell from where somebody came; a pressed text button is its words', () => {
    expect(one('start')).toMatchObject({
      content: { text: 'Начать' },
      source: { ref: 'autumn_sale', ref_source: 'vitrina' },
    })
    expect(one('text-button')).toMatchObject({
      content: { text: 'Вечером', unsupported: null },
      source: null,
    })
  })

  it('name the message they answer', () => {
    const quote = { text: 'Этот?', authorName: null, isPiece: false }
    expect(one('reply')).toMatchObject({ replyTo: '17', quote, content: { text: 'Да, этот' } })
  })

  it('are the same by Callback API, Long Poll and when they are read afterwards', () => {
    const event = eventOf('text') as { object: object }
    const bare = { type: 'message_new', object: event.object, group_id: 214_530_877 }
    expect(receive(bare, receivedAt)).toEqual(receive(event, receivedAt))
  })
})

describe('files', () => {
  it('a photo is its largest size, in whatever order they come, or the original', () => {
    expect(fileOf('photo')).toMatchObject({
      kind: 'photo',
      width: 2560,
      height: 1920,
      remoteRef: 'https://sun9-1.userapi.com/w.jpg?size=2560x1920',
    })
    expect(one('photo').content).toMatchObject({ text: 'Вот такой угол', unsupported: null })
    expect(fileOf('photo-original')).toMatchObject({
      width: 4032,
      remoteRef: 'https://sun9-1.userapi.com/orig.jpg',
    })
  })

  it('of a photo whose sides are not told, the letter tells which is the largest', () => {
    expect(fileOf('photo-without-sides')).toMatchObject({
      width: null,
      height: null,
      remoteRef: 'https://sun9-1.userapi.com/w.jpg?size=2560x1920',
    })
  })

  it('several in one message are one message', () => {
    expect(filesOf('ten-photos').length).toBe(10)
    expect(filesOf('documents').map(({ name }) => name)).toEqual(['Договор № 5.pdf', 'план.dwg'])
  })

  it.each([
    ['gif', { kind: 'animation', name: 'кот.gif', mime: 'image/gif' }],
    [
      'voice',
      { kind: 'voice', mime: 'audio/ogg', durationSeconds: 6, remoteRef: 'https://psv4.userapi.com/v.ogg' },
    ],
    ['graffiti', { kind: 'photo', width: 586, height: 293 }],
  ])('%s', (name, expected) => {
    expect(fileOf(name)).toMatchObject(expected)
    expect(one(name).content.unsupported).toBeNull()
  })

  it('a sticker is a picture that is called so', () => {
    const picture = { kind: 'photo', width: 512, remoteRef: 'https://vk.com/sticker/1-9008-512' }
    expect(one('sticker').content).toMatchObject({ text: '', unsupported: 'sticker', attachments: [picture] })
  })

  it('has a name without path, control characters, direction marks or line ends', () => {
    expect(fileOf('document-hostile-name')?.name).toBe('gpj.exe _img src=x onerror=alert(1)__.exe')
  })
})

describe('everything else a client sends', () => {
  it.each([
    ['video', 'video', 'Смотрите\nКак собрать шкаф\nhttps://vk.com/video512904417_456239018'],
    ['music', 'audio', 'Квартет «Заря» — Утро'],
    ['wall', 'wall', 'Скидки до пятницы для Игоря\nhttps://vk.com/wall-33_812'],
    ['link', 'link', 'вот\nЛампа\nhttps://example.com/lamp'],
    ['poll', 'poll', 'Какой цвет берём?\n• Серый\n• Синий'],
    ['gift', 'gift', 'С праздником!'],
    ['market', 'market', 'Кресло «Юг»\n12 900 ₽\nhttps://vk.com/product-33_5'],
    ['story', 'story', 'https://vk.com/story512904417_456239020'],
    ['call', 'call', '1:15'],
    ['unknown-attachment', 'hologram', ''],
    ['photo-without-address', 'photo', ''],
    ['empty', 'empty', ''],
  ])('%s is a line that can be read', (name, unsupported, text) => {
    expect(one(name).content).toMatchObject({ text, attachments: [], unsupported })
  })

  it('the picture VK makes of an address that stands in the text is nothing of its own', () => {
    expect(one('link-preview').content).toMatchObject({
      text: 'https://example.com/sofa вот этот',
      unsupported: null,
      attachments: [],
    })
  })

  it('a place is a link to a map, with its name if it has one', () => {
    const map = 'https://www.openstreetmap.org/?mlat=59.938732&mlon=30.316229#map=16/59.938732/30.316229'
    expect(one('location').content).toMatchObject({ unsupported: 'location', text: map })
    expect(one('location-place').content.text).toBe(`Склад на Канатной\n${map}`)
  })
})

describe('messages that were passed on', () => {
  it('one alone is what was said, with the page of who said it first', () => {
    expect(one('forward-one')).toMatchObject({
      forwardedFrom: 'id77',
      content: { text: 'Размер 2,4 × 1,6', unsupported: null, attachments: [{ kind: 'photo' }] },
    })
  })

  it('several, and those inside them, are quoted with all their files', () => {
    const item = one('forward-nested')
    expect(item.forwardedFrom).toBeNull()
    expect(item.content.text).toBe(
      [
        'Смотрите переписку',
        '> id77: Размер 2,4 × 1,6',
        '> > club33: Первая строка',
        '> > вторая',
        '> > [wall]',
        '> > Скидки',
        '> > https://vk.com/wall-33_812',
        '> id512904417:',
      ].join('\n'),
    )
    expect(item.content.attachments.map(({ kind }) => kind)).toEqual(['document'])
    expect(item.content.unsupported).toBe('wall')
  })

  it('nested without end are read to a depth, and never hang', () => {
    const message: Record<string, unknown> = { from_id: 5, text: 'в', fwd_messages: [] }
    message['fwd_messages'] = Array.from({ length: 5 }, () => message)
    const event = {
      type: 'message_new',
      object: { message: { peer_id: 5, from_id: 5, conversation_message_id: 1, ...message } },
    }
    const [item] = receive(event, receivedAt)
    expect(item).toMatchObject({ kind: 'message', content: { text: expect.stringContaining('> > id5: в') } })
  })
})

describe('what leaves our side', () => {
  it('is told back with the number it was sent under', () => {
    expect(only('message-reply')).toMatchObject({
      kind: 'outside',
      chat: '512904417',
      externalId: '52',
      sequence: 52,
      sendId: 7345,
      operatorId: null,
      person: { externalId: '512904417' },
      content: { text: 'Есть, серый и синий' },
    })
  })

  it('and did not come from here has no such number; a colleague who wrote in VK is named', () => {
    expect(only('message-reply-operator')).toMatchObject({
      kind: 'outside',
      sendId: null,
      operatorId: '77',
      content: { attachments: [{ kind: 'photo' }] },
    })
    expect(only('message-reply-foreign')).toMatchObject({ kind: 'outside', sendId: null, operatorId: null })
  })
})

describe('what happens around messages', () => {
  it('an edit is the whole message after it', () => {
    expect(only('message-edit')).toMatchObject({
      kind: 'edit',
      key: expect.stringMatching(/^event:\w{40}$/),
      externalId: '31',
      editedAt: new Date(1_795_432_000_000),
      content: { text: 'Нужно три стула, не два' },
    })
  })

  it('reading is told up to a message', () => {
    expect(only('message-read')).toMatchObject({
      kind: 'receipt',
      state: 'read',
      chat: '512904417',
      upTo: '52',
      externalId: null,
    })
  })

  it('forbidding and allowing to write', () => {
    expect(only('message-deny')).toMatchObject({ kind: 'blocked', chat: '512904417' })
    expect(only('message-allow')).toMatchObject({ kind: 'unblocked', chat: '512904417' })
  })

  it('typing', () => {
    expect(only('typing')).toEqual({ kind: 'typing', chat: '512904417' })
  })

  it('a pressed button is a message with its words, and its id names whom to answer', () => {
    expect(one('press')).toMatchObject({
      externalId: 'button:512904417:2a45c31d6f08',
      replyTo: '52',
      sequence: 52,
      at: receivedAt,
      content: { text: 'Вечером', unsupported: 'button' },
    })
    expect(one('press-wordless').content.text).toBe('{"slot":2}')
  })

  it('a reaction, one we have no picture of, and one taken back', () => {
    expect(only('reaction')).toMatchObject({ kind: 'reaction', externalId: '52', emoji: ['👍'] })
    expect(only('reaction-unknown')).toMatchObject({ emoji: ['#41'] })
    expect(only('reaction-removed')).toMatchObject({ kind: 'reaction', emoji: [] })
  })
})

describe('what is not ours', () => {
  it.each([
    'group-chat',
    'community-peer',
    'chat-action',
    'press-group',
    'message-edit-ours',
    'message-read-ours',
    'reaction-ours',
    'unknown-event',
    'wall-post',
    'confirmation',
  ])('%s is ignored with a reason', (name) => {
    expect(only(name)).toEqual({ kind: 'ignored', reason: expect.stringMatching(/./) })
  })

  it('names of events that every object has are no events', () => {
    for (const type of ['constructor', '__proto__', 'toString']) {
      expect(receive({ type, object: {} }, receivedAt)).toMatchObject([{ kind: 'ignored' }])
    }
  })
})

describe('receiving', () => {
  it('means the same every time: a repeated event gives the same ids and keys', () => {
    for (const name of names) {
      expect(receive(eventOf(name), receivedAt)).toEqual(receive(eventOf(name), receivedAt))
    }
  })

  it('never throws, whatever stands in a field', () => {
    const values: unknown[] = [
      null,
      undefined,
      0,
      -1,
      1e20,
      '',
      'x',
      [],
      [null],
      {},
      { id: 'x' },
      true,
      Number.NaN,
    ]
    let tried = 0
    const spoil = (event: unknown, value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [key, inner] of Object.entries(value)) {
        for (const wrong of values) {
          Reflect.set(value, key, wrong)
          receive(event, receivedAt)
          tried += 1
        }
        Reflect.set(value, key, inner)
        spoil(event, inner)
      }
    }
    for (const name of names) {
      const event = eventOf(name)
      spoil(event, event)
    }
    expect(tried).toBeGreaterThan(10_000)
  })
})
