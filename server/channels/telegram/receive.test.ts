import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Incoming, IncomingEdit, IncomingMessage } from '../channel.ts'
import { readContent } from './read-content.ts'
import { receive } from './receive.ts'

const folder = new URL('fixtures/', import.meta.url)
const names = readdirSync(folder).map((name) => name.replace(/\.json$/, ''))
const receivedAt = new Date('2027-01-01T00:00:00Z')

function updatesOf(name: string): unknown[] {
  const content: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
  return Array.isArray(content) ? content : [content]
}
const all = (name: string): Incoming[] => updatesOf(name).flatMap((update) => receive(update, receivedAt))
function one(name: string): IncomingMessage {
  const [item] = all(name)
  if (item?.kind !== 'message') throw new Error(`${name} is no message but ${item?.kind}`)
  return item
}
/** Of a message whose content has not been seen by the fixtures. */
const contentOf = (content: Record<string, unknown>) => readContent({ message_id: 1, date: 1, ...content })

function edit(name: string): IncomingEdit {
  const [item] = all(name)
  if (item?.kind !== 'edit') throw new Error(`${name} is no edit but ${item?.kind}`)
  return item
}
const fileOf = (name: string) => one(name).content.attachments[0]

describe('texts', () => {
  it('come with who wrote them, when, and their order in the chat', () => {
    expect(one('text')).toMatchObject({
      chat: '5284019377',
      externalId: '211',
      sequence: 211,
      at: new Date('2026-11-23T10:10:07.000Z'),
      person: {
        scope: 'messenger',
        externalId: '5284019377',
        name: 'Ольга Верещагина',
        handle: 'olga_v_home',
        language: 'ru',
      },
      content: { text: 'Добрый день! Диван «Север» есть в сером цвете?', entities: [], unsupported: null },
      albumKey: null,
      ownPhone: null,
    })
  })

  it('keep their formatting at UTF-16 offsets, also behind emoji', () => {
    const { text, entities } = one('text-emoji-entities').content
    const marked = entities.map((entity) => [
      entity.type,
      text.slice(entity.offset, entity.offset + entity.length),
    ])
    expect(marked).toEqual([
      ['bold', '👩‍👩‍👧'],
      ['italic', '🛋🛋'],
      ['code', '<b>не тег</b>'],
      ['underline', '𝒯'],
      ['spoiler', 'конец'],
    ])
  })

  it('keep links with their address, and drop what we have no word for', () => {
    const { entities } = one('text-entities').content
    expect(entities.filter((entity) => entity.url).map((entity) => [entity.type, entity.url])).toEqual([
      ['link', 'https://example.com/sofa'],
      ['link', 'mailto:shop@example.com'],
      ['link', expect.stringMatching(/^https:\/\/example\.com\/mor/)],
      ['mention', 'https://t.me/tihiy_ugol_bot'],
    ])
    const types = new Set(entities.map((entity) => entity.type))
    expect([...types].toSorted()).toEqual(['bold', 'code', 'italic', 'link', 'mention'])
    expect(one('text-block-entities').content.entities.map((entity) => entity.type)).toEqual([
      'quote',
      'pre',
      'mention',
    ])
  })

  it('never carry a link that a browser would run', () => {
    const text = 'нажми'
    const link = { type: 'text_link', offset: 0, length: 5, url: 'javascript:alert(1)' }
    const [item] = receive(
      {
        update_id: 1,
        message: {
          message_id: 1,
          date: 1,
          from: { id: 1 },
          chat: { id: 1, type: 'private' },
          text,
          entities: [link],
        },
      },
      receivedAt,
    )
    expect(item).toMatchObject({ content: { entities: [{ type: 'link', offset: 0, length: 5 }] } })
    expect(JSON.stringify(item)).not.toContain('javascript')
  })

  it('come with NUL replaced, which the database cannot keep, so that offsets stay', () => {
    expect(one('nul-character').content.text).toBe('до\uFFFDпосле')
  })

  it('keep what a person wrote from right to left; a name loses the marks that turn what follows', () => {
    const item = one('text-right-to-left')
    expect(item.content.text).toContain('\u202E')
    expect(item.person.name).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/)
  })

  it('of a deleted account come from a person without a name', () => {
    expect(one('text-deleted-account').person).toMatchObject({ name: '', handle: null })
  })

  it('of persons with 52-bit ids keep the id exactly', () => {
    expect(one('large-identifiers')).toMatchObject({
      chat: '4503599627370495',
      person: { externalId: '4503599627370495' },
    })
  })

  it('name the message they answer; an answer to somewhere else answers nothing here', () => {
    expect([one('reply').replyTo, one('reply-quote').replyTo, one('reply-external').replyTo]).toEqual([
      '206',
      '207',
      null,
    ])
  })

  it('tell the chosen piece of what they answer, and what can be told of what is not here', () => {
    const quotes = [
      one('reply').quote,
      one('reply-quote').quote,
      one('reply-external').quote,
      one('text').quote,
    ]
    expect(quotes).toEqual([
      { text: 'Вам подойдёт диван «Север»?', authorName: 'Мебель «Тихий угол»', isPiece: false },
      { text: 'до конца недели', authorName: 'Мебель «Тихий угол»', isPiece: true },
      { text: '', authorName: 'Уютные дома', isPiece: false },
      undefined,
    ])
  })

  it('that were forwarded name the first author', () => {
    expect([
      one('forward-user').forwardedFrom,
      one('forward-hidden').forwardedFrom,
      one('text').forwardedFrom,
    ]).toEqual(['Tim', 'Иван П.', null])
  })

  it('"/start PARAM" keep the text and give the source', () => {
    expect(one('start-parameter')).toMatchObject({
      content: { text: '/start autumn_sale-7' },
      source: { start: 'autumn_sale-7' },
    })
    expect(one('start').source).toBeNull()
  })
})

describe('files', () => {
  it('a photo is its largest size only', () => {
    expect(one('photo').content.attachments.length).toBe(1)
    expect(fileOf('photo')).toMatchObject({
      kind: 'photo',
      width: 1280,
      height: 960,
      mime: 'image/jpeg',
      state: 'pending',
    })
    expect(one('photo').content.text).toBe('Вот такой угол, 2,4 × 1,6 м')
    expect(one('photo').content.entities).toEqual([{ type: 'bold', offset: 16, length: 11 }])
  })

  it('an animation is not a document as well', () => {
    expect(one('animation').content.attachments.map((file) => file.kind)).toEqual(['animation'])
  })

  it('a live photo is a photo', () => {
    expect(one('live-photo').content.attachments.map((file) => file.kind)).toEqual(['photo'])
  })

  it.each([
    ['document', { kind: 'document', name: 'Договор № 5.pdf', mime: 'application/pdf', sizeBytes: 48210 }],
    ['document-nameless', { kind: 'document', name: 'document-229', mime: null }],
    ['video', { kind: 'video', name: 'доставка.mp4', durationSeconds: 14, width: 720, height: 1280 }],
    ['video-note', { kind: 'video_note', durationSeconds: 5, width: 384, height: 384 }],
    ['voice', { kind: 'voice', name: 'voice-233.ogg', mime: 'audio/ogg', durationSeconds: 6 }],
    ['audio', { kind: 'audio', name: 'utro.mp3', durationSeconds: 194 }],
  ])('%s', (name, expected) => {
    expect(fileOf(name)).toMatchObject(expected)
    expect(fileOf(name)?.remoteRef).toMatch(/^\w+$/)
  })

  it('over 20 MB is known not to be handed out', () => {
    expect(fileOf('document-too-big')).toMatchObject({ state: 'too_big', sizeBytes: 31_457_280 })
  })

  it('has a name without path, control characters, direction marks or line ends', () => {
    const name = fileOf('document-hostile-name')?.name ?? ''
    expect(name).toBe("gpj.exe__img src=x onerror=alert(1)_ X-Evil_ 1__'.html")
  })

  it('of an album come one by one under one key, also with other messages between', () => {
    expect(all('album').map((item) => item.kind === 'message' && item.albumKey)).toEqual(
      Array.from({ length: 3 }, () => '13987744120055310'),
    )
    const keys = all('album-split').map((item) => (item.kind === 'message' ? item.albumKey : ''))
    expect(keys).toEqual(['13987744120055317', null, null, '13987744120055317'])
  })
})

describe('phones', () => {
  it("the sender's own is told as such", () => {
    expect(one('contact-own').ownPhone).toBe('+79215550142')
  })

  it("somebody else's is only something to read", () => {
    for (const name of ['contact-foreign', 'contact-without-user']) {
      expect([name, one(name).ownPhone]).toEqual([name, null])
    }
    expect(one('contact-foreign').content).toMatchObject({
      unsupported: 'contact',
      text: 'Сергей Прораб\n+79215550177',
    })
  })
})

describe('everything else a client sends', () => {
  it.each([
    ['poll', 'poll', 'Какой цвет берём?\n• Серый\n• Синий'],
    ['checklist', 'checklist', 'Что купить\n• Диван\n• Лампа'],
    ['dice', 'dice', '🎲 5'],
    ['story', 'story', 'https://t.me/warm_homes/s/17'],
    ['paid-media', 'paid_media', ''],
    ['unknown-content', 'hologram', ''],
    ['empty-content', 'empty', ''],
    ['callback-query', 'button', 'Вечером'],
    ['callback-query-inaccessible', 'button', 'slot:morning'],
  ])('%s is a line that can be read', (name, unsupported, text) => {
    expect(one(name).content).toEqual({ text, entities: [], attachments: [], unsupported })
  })

  it('a sticker is its emoji with a picture or a silent film; one that is drawn is its still picture', () => {
    for (const name of ['sticker', 'sticker-video', 'sticker-animated'])
      expect(one(name).content).toMatchObject({ text: '🙏', unsupported: 'sticker' })
    expect(fileOf('sticker')).toMatchObject({ kind: 'photo', mime: 'image/webp', width: 512 })
    expect(fileOf('sticker-video')).toMatchObject({ kind: 'animation', mime: 'video/webm' })
    expect(fileOf('sticker-animated')).toBeUndefined()
    const thumbnail = { file_id: 'thumb', width: 128, height: 128, file_size: 900 }
    const drawn = { emoji: '🙏', is_animated: true, thumbnail, file_id: 'tgs' }
    expect(contentOf({ sticker: drawn }).attachments).toMatchObject([{ kind: 'photo', remoteRef: 'thumb' }])
  })

  it.each([
    ['gift', { text: 'С днём рождения!', gift: { id: '1', star_count: 50 } }, 'С днём рождения!'],
    ['unique_gift', { gift: { base_name: 'Медведь', number: 17 }, origin: 'transfer' }, 'Медведь #17'],
    ['giveaway', { prize_description: 'Три лампы', winner_count: 3 }, 'Три лампы'],
    ['users_shared', { users: [{ user_id: 1, first_name: 'Иван' }, { user_id: 2 }] }, 'Иван'],
    ['story', { chat: { id: 5, first_name: 'Иван' }, id: 4 }, ''],
  ])('%s says whatever can be read of it', (kind, value, text) => {
    expect(contentOf({ [kind]: value })).toEqual({ text, entities: [], attachments: [], unsupported: kind })
  })

  it('a place is a link to a map, a venue also its name, and not twice', () => {
    expect(one('location').content).toMatchObject({
      unsupported: 'location',
      text: 'https://www.openstreetmap.org/?mlat=59.938732&mlon=30.316229#map=16/59.938732/30.316229',
    })
    expect(one('venue').content.unsupported).toBe('venue')
    expect(one('venue').content.text).toMatch(/^Склад на Канатной\nКанатная, 12\nhttps:/)
  })

  it('a button press stands where its message stood and is known again when it is repeated', () => {
    expect(one('callback-query')).toMatchObject({
      externalId: 'button:22695100731944418',
      pressId: '22695100731944418',
      replyTo: '240',
      at: receivedAt,
    })
  })
})

describe('edits', () => {
  it('carry the whole message after the edit, under a key of their own', () => {
    expect(edit('edited-message')).toMatchObject({
      key: 'update:418203814',
      externalId: '253',
      editedAt: new Date('2026-11-23T10:37:05.000Z'),
      content: { text: 'Нужно три стула, не два', entities: [{ type: 'bold', offset: 6, length: 3 }] },
    })
    expect(edit('edited-caption').content).toMatchObject({
      text: 'теперь с подписью',
      attachments: [{ kind: 'photo', width: 1280 }],
    })
  })

  it('of a live location are not edits of what was said', () => {
    const [update] = updatesOf('location-live')
    const moved = { update_id: 5, edited_message: (update as { message: object }).message }
    expect(receive(moved, receivedAt)).toEqual([{ kind: 'ignored', reason: 'a live location moved' }])
    expect(one('location-live').content.unsupported).toBe('location')
  })
})

describe('blocking', () => {
  it('and unblocking are told for the private chat', () => {
    expect(all('my-chat-member-kicked')).toMatchObject([
      { kind: 'blocked', chat: '5284019377', key: 'update:418203819', person: { name: 'Ольга Верещагина' } },
    ])
    expect(all('my-chat-member-member')).toMatchObject([{ kind: 'unblocked', chat: '5284019377' }])
  })
})

describe('reactions', () => {
  const told = (newReaction: unknown[], chat: object = { id: 501, type: 'private' }): unknown => ({
    update_id: 77,
    message_reaction: {
      chat,
      message_id: 12,
      user: { id: 501, is_bot: false, first_name: 'Ольга' },
      date: 1_790_000_000,
      old_reaction: [],
      new_reaction: newReaction,
    },
  })
  it('are all that stand there now; a picture of one’s own is at least told', () => {
    const emoji = { type: 'emoji', emoji: '🔥' }
    expect(receive(told([emoji, { type: 'custom_emoji', custom_emoji_id: '5' }]), receivedAt)).toEqual([
      {
        kind: 'reaction',
        key: 'update:77',
        chat: '501',
        externalId: '12',
        emoji: ['🔥', '⭐'],
        at: new Date(1_790_000_000_000),
      },
    ])
    expect(receive(told([]), receivedAt)).toMatchObject([{ kind: 'reaction', emoji: [] }])
  })
  it('in groups are not ours', () => {
    expect(receive(told([], { id: -5, type: 'group' }), receivedAt)).toMatchObject([{ kind: 'ignored' }])
  })
})

describe('what is not ours', () => {
  it.each([
    'group-message',
    'group-migrate',
    'supergroup-migrate',
    'channel-post',
    'my-chat-member-group',
    'business-message',
    'callback-query-inline',
    'unknown-update',
  ])('%s is ignored with a reason', (name) => {
    expect(all(name)).toEqual([{ kind: 'ignored', reason: expect.stringMatching(/./) }])
  })
})

describe('receiving', () => {
  it('means the same every time: a repeated update gives the same ids and keys', () => {
    for (const name of names) expect(all(name)).toEqual(all(name))
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
    const spoil = (value: unknown, put: (spoilt: unknown) => void): void => {
      for (const wrong of values) {
        put(wrong)
        tried += 1
      }
      put(value)
      if (typeof value !== 'object' || value === null) return
      for (const [key, inner] of Object.entries(value))
        spoil(inner, (spoilt) => Reflect.set(value, key, spoilt))
    }
    for (const name of names) {
      for (const update of updatesOf(name)) {
        spoil(update, (spoilt) => receive(spoilt, receivedAt))
        const root = { update }
        spoil(root.update, () => receive(root.update, receivedAt))
      }
    }
    expect(tried).toBeGreaterThan(10_000)
  })
})
