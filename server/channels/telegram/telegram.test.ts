import { readdirSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { startTelegramStandIn } from '../../../dev/messengers/telegram.ts'
import {
  samplePdf,
  sampleJpeg,
  sampleMp3,
  sampleVoice,
} from '../../../dev/messengers/telegram/sample-files.ts'
import { call } from '../../../dev/messengers/telegram/testing.ts'
import { describeMessenger, type Subject } from '../channel.suite.ts'
import type { Connection } from '../channel.ts'
import { createTelegram } from './telegram.ts'

const standIn = await startTelegramStandIn({ secondMs: 20 })
afterAll(() => standIn.close())
const bot = standIn.createBot()
const client = bot.person()
client.start()
const connection: Connection = { token: bot.token, externalId: bot.token.split(':')[0] ?? '' }
const telegram = createTelegram({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })

const samples: Record<Parameters<Subject['sample']>[0], Buffer> = {
  photo: sampleJpeg(640, 480),
  video: Buffer.from('video'),
  document: samplePdf('договор'),
  audio: sampleMp3(1),
  voice: sampleVoice(1),
  animation: Buffer.from('animation'),
}
type Fault = Parameters<typeof bot.faults.next>[1]
type Expected = Subject['faults'][number]
const fault = (name: string, given: Fault, outcome: Expected['outcome'], delivered: number): Expected => ({
  name,
  outcome,
  delivered,
  arrange: () => bot.faults.next('sendMessage', given),
})

describeMessenger('Telegram', {
  strict: (apiRoot) => createTelegram({ apiRoot, allowsPrivateNetwork: false }),
  messenger: telegram,
  connection,
  chat: String(client.id),
  updates: readdirSync(new URL('fixtures/', import.meta.url)).flatMap((name): unknown[] => {
    const content: unknown = JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'))
    return Array.isArray(content) ? content : [content]
  }),
  publish: async () => null,
  sample: (kind) => samples[kind],
  deliveredCount: () => bot.sent.length,
  faults: [
    fault('the answer is lost after it was done', { kind: 'answerDropped' }, 'unknown', 1),
    fault('the answer is cut in the middle', { kind: 'cutMidAnswer' }, 'unknown', 1),
    fault('an outage page, and it was done', { kind: 'status500', executed: true }, 'unknown', 1),
    fault('an outage page, and it was not done', { kind: 'status500', status: 502 }, 'unknown', 0),
    fault('the connection is cut after the request', { kind: 'hang', ms: 5 }, 'unknown', 1),
    fault('the connection is reset', { kind: 'refuseConnection' }, 'unknown', 0),
    fault('a late answer', { kind: 'slow', ms: 30 }, 'accepted', 1),
    fault('too many requests', { kind: 'tooManyRequests', retryAfterSeconds: 7 }, 'unsent', 0),
    fault('the client has blocked the bot', { kind: 'blockedByUser' }, 'refused', 0),
    fault('the chat does not exist', { kind: 'chatNotFound' }, 'refused', 0),
    fault('the chat has another id now', { kind: 'migrated', newId: -1_001_234 }, 'moved', 0),
    { name: 'nobody listens', arrange: () => standIn.goOffline(), outcome: 'unsent', delivered: 0 },
  ],
  async mend() {
    bot.faults.clear()
    await standIn.goOffline()
    await standIn.goOnline()
  },
})

describe('files of Telegram', () => {
  it('come as they were sent', async () => {
    const sent = client.sendDocument({ bytes: Buffer.from('содержимое'), name: 'a.txt' })
    const fileId = client.message(sent.messageId)?.document?.file_id ?? ''
    const fetched = await telegram.fetchFile(connection, fileId)
    if (fetched.outcome !== 'open') throw new Error(fetched.outcome)
    expect(fetched.sizeBytes).toBe(Buffer.byteLength('содержимое'))
    expect(await text(fetched.stream)).toBe('содержимое')
  })

  it('over 20 MB are not handed out', async () => {
    const sent = client.sendDocument({ sizeBytes: 21 * 1024 * 1024 })
    const fileId = client.message(sent.messageId)?.document?.file_id ?? ''
    expect(await telegram.fetchFile(connection, fileId)).toEqual({ outcome: 'too_big' })
  })

  it('that nobody knows are gone; those that cannot be had now are asked for later', async () => {
    expect(await telegram.fetchFile(connection, 'AgACNothing')).toEqual({ outcome: 'gone' })
    const sent = client.sendPhoto()
    const fileId = client.message(sent.messageId)?.photo?.at(-1)?.file_id ?? ''
    for (const method of ['getFile', 'file']) {
      bot.faults.next(method, { kind: 'status500' })
      expect([method, await telegram.fetchFile(connection, fileId)]).toEqual([
        method,
        { outcome: 'later', retryAfterMs: expect.any(Number), tokenRevoked: false },
      ])
    }
    bot.faults.next('getFile', { kind: 'tooManyRequests', retryAfterSeconds: 9 })
    expect(await telegram.fetchFile(connection, fileId)).toMatchObject({
      outcome: 'later',
      retryAfterMs: 9000,
    })
  })

  it('that break off while they come are an error of the stream, never a shorter file', async () => {
    const sent = client.sendDocument({ bytes: Buffer.alloc(100_000, 'x'), name: 'a.bin' })
    const fileId = client.message(sent.messageId)?.document?.file_id ?? ''
    bot.faults.next('file', { kind: 'cutMidAnswer' })
    const fetched = await telegram.fetchFile(connection, fileId)
    if (fetched.outcome !== 'open') throw new Error(fetched.outcome)
    await expect(text(fetched.stream)).rejects.toThrow()
  })
})

describe('a revoked token', () => {
  it('is told as such by every call, and the token is in none of the answers', async () => {
    const other = standIn.createBot()
    const person = other.person()
    person.start()
    other.revoke()
    const lost: Connection = { token: other.token, externalId: other.token.split(':')[0] ?? '' }
    const part = {
      chat: String(person.id),
      text: 'x',
      entities: [],
      files: [],
      replyTo: null,
      key: 'k',
      sendId: 1,
    }
    const wait = { waitSeconds: 0, signal: new AbortController().signal }
    const answers = [
      await telegram.check(other.token),
      await telegram.send(lost, part),
      await telegram.fetchFile(lost, 'x'),
      await telegram.polling?.poll(lost, null, wait),
      await telegram.webhook?.set(lost, 'http://127.0.0.1:1/x', 'secret'),
    ]
    expect(answers).toMatchObject([
      { outcome: 'invalid' },
      { outcome: 'refused', code: 'token_revoked' },
      { outcome: 'later', tokenRevoked: true },
      { outcome: 'failed', failure: { state: 'token_revoked' } },
      { outcome: 'failed', failure: { state: 'token_revoked' } },
    ])
    expect(JSON.stringify(answers)).not.toContain(other.token.split(':')[1])
  })
})

describe('small signs to a client of Telegram', () => {
  const { actions } = telegram

  it('typing and the answer to a pressed button reach him, and never fail', async () => {
    await actions.showTyping?.(connection, String(client.id))
    expect(bot.calls.at(-1)).toMatchObject({ method: 'sendChatAction', outcome: 'ok' })
    const keyboard = { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] }
    const offer = { chat_id: client.id, text: 'Подходит?', reply_markup: keyboard }
    await call(standIn.apiRoot, bot, 'sendMessage', offer)
    const { callbackId } = client.press('yes')
    expect(client.isAnswered(callbackId)).toBe(false)
    await actions.answerPress?.(connection, callbackId)
    expect(client.isAnswered(callbackId)).toBe(true)
    await actions.answerPress?.(connection, callbackId)
    bot.faults.next('sendChatAction', { kind: 'status500' })
    await actions.showTyping?.(connection, String(client.id))
  })
})

describe('a person of Telegram', () => {
  const find = (id: string) => telegram.actions.findPerson?.(connection, id)

  it('is found with the name and picture of today', async () => {
    const person = bot.person({ firstName: 'Ольга', lastName: 'Верещагина', username: 'olga_v' })
    person.start()
    const plain = { outcome: 'ok', name: 'Ольга Верещагина', handle: 'olga_v', avatarRef: null }
    expect(await find(String(person.id))).toEqual(plain)
    const [small] = person.setProfilePhoto(sampleJpeg(640, 640))
    expect(await find(String(person.id))).toEqual({
      ...plain,
      avatarRef: small?.file_id,
      avatarKey: small?.file_unique_id,
    })
    const fetched = await telegram.fetchFile(connection, small?.file_id ?? '')
    if (fetched.outcome !== 'open') throw new Error(fetched.outcome)
    fetched.stream.destroy()
  })

  it('nobody knows is gone; when Telegram has troubles he is asked for later', async () => {
    expect(await find('1')).toEqual({ outcome: 'gone' })
    const later = { outcome: 'later', retryAfterMs: expect.any(Number), tokenRevoked: false }
    bot.faults.next('getChat', { kind: 'status500' })
    expect(await find(String(client.id))).toEqual(later)
    bot.faults.next('getChat', { kind: 'tooManyRequests', retryAfterSeconds: 7 })
    expect(await find(String(client.id))).toEqual({ ...later, retryAfterMs: 7000 })
  })
})
