import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeMessenger } from '../channel.suite.ts'
import type { WebsiteUpdate } from './update.ts'
import { websiteMessenger } from './website-messenger.ts'

const at = '2026-11-24T12:00:00.000Z'
const message = (more: Partial<Extract<WebsiteUpdate, { kind: 'message' }>> = {}): WebsiteUpdate => ({
  kind: 'message',
  visitor: 'visitor-1',
  at,
  id: randomUUID(),
  text: 'Белый корпус есть?',
  files: [],
  name: 'Ольга',
  language: 'ru',
  source: null,
  ...more,
})
const file = {
  id: randomUUID(),
  kind: 'photo',
  name: '../кух\u202Eгня\u0000.png',
  mime: 'image/png',
  sizeBytes: 10,
  width: 64,
  height: 48,
} as const

const connection = { token: '', externalId: '' }

describeMessenger('The website chat', {
  messenger: websiteMessenger,
  connection,
  chat: 'visitor-1',
  updates: [
    message(),
    message({
      text: 'половина \ud83d знака',
      name: '\ud83d',
      source: { title: 'NUL \u0000', page: '\udc00' },
    }),
    message({ text: '', files: [file] }),
    { kind: 'read', visitor: 'visitor-1', at, upTo: 'a' },
    { kind: 'delivered', visitor: 'visitor-1', at, externalId: 'a' },
  ],
  publish: async () => null,
  sample: () => Buffer.from('x'),
  deliveredCount: () => 0,
  faults: [],
  mend: async () => {},
  strict: null,
})

test('a visitor is a person of one channel, and his files are ours already', () => {
  const [item] = websiteMessenger.receive(message({ files: [file] }), new Date())
  expect(item).toMatchObject({
    kind: 'message',
    chat: 'visitor-1',
    at: new Date(at),
    person: { scope: 'channel', externalId: 'visitor-1', name: 'Ольга' },
    content: { attachments: [{ state: 'ready', fileId: file.id, name: '..кухгня.png', remoteRef: null }] },
  })
})

test('a part that is sent again has the same id', async () => {
  const part = {
    chat: 'visitor-1',
    text: 'раз',
    entities: [],
    files: [],
    replyTo: null,
    key: 'the-key',
    sendId: 1,
  }
  const twice = await Promise.all([part, part].map((one) => websiteMessenger.send(connection, one)))
  const accepted = { outcome: 'accepted', externalIds: ['the-key'] }
  expect(twice).toEqual([accepted, accepted])
})
