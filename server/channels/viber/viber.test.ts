import { readdirSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import {
  sampleJpeg,
  sampleMp3,
  samplePdf,
  sampleVoice,
} from '../../../dev/messengers/telegram/sample-files.ts'
import { startViberStandIn } from '../../../dev/messengers/viber.ts'
import { startHost, startReceiver } from '../../../dev/messengers/viber/testing.ts'
import { describeMessenger, type Subject } from '../channel.suite.ts'
import type { Connection } from '../channel.ts'
import { parseJsonWithLongIds } from '../parse-json.ts'
import { createViber } from './viber.ts'

let now = new Date()
const standIn = await startViberStandIn({ secondMs: 20, clock: () => now })
const host = await startHost()
const receiver = await startReceiver()
afterAll(() => Promise.all([standIn.close(), host.close(), receiver.close()]))
const account = standIn.createAccount()
const client = account.person({ isSubscribed: true, receipts: 'none' })
const connection: Connection = { token: account.token, externalId: account.id, name: 'Тихий угол' }
const viber = createViber({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })
await viber.webhook?.set(connection, receiver.url, '')

const samples: Record<Parameters<Subject['sample']>[0], { bytes: Buffer; mime: string }> = {
  photo: { bytes: sampleJpeg(640, 480), mime: 'image/jpeg' },
  video: { bytes: Buffer.from('video'), mime: 'video/mp4' },
  document: { bytes: samplePdf('договор'), mime: 'application/pdf' },
  audio: { bytes: sampleMp3(1), mime: 'audio/mpeg' },
  voice: { bytes: sampleVoice(1), mime: 'audio/ogg' },
  animation: { bytes: Buffer.from('GIF89a'), mime: 'image/gif' },
}
type Fault = Parameters<typeof account.faults.next>[1]
type Expected = Subject['faults'][number]
const fault = (name: string, given: Fault, outcome: Expected['outcome'], delivered: number): Expected => ({
  name,
  outcome,
  delivered,
  arrange: () => account.faults.next('send_message', given),
})

describeMessenger('Viber', {
  strict: (apiRoot) => createViber({ apiRoot, allowsPrivateNetwork: false }),
  messenger: viber,
  connection,
  chat: client.id,
  updates: readdirSync(new URL('fixtures/', import.meta.url)).map((name) =>
    parseJsonWithLongIds(readFileSync(new URL(`fixtures/${name}`, import.meta.url))),
  ),
  publish: async (kind, bytes, name) => host.publish(bytes, name, { 'content-type': samples[kind].mime }),
  sample: (kind) => samples[kind].bytes,
  deliveredCount: () => account.sent.length,
  faults: [
    fault('the answer is lost after it was done', { kind: 'answerDropped' }, 'unknown', 1),
    fault('the answer is cut in the middle', { kind: 'cutMidAnswer' }, 'unknown', 1),
    fault('an outage page, and it was done', { kind: 'outage', executed: true }, 'unknown', 1),
    fault('an outage page, and it was not done', { kind: 'outage', status: 502 }, 'unknown', 0),
    fault('a page instead of an answer', { kind: 'outage', status: 200 }, 'unknown', 0),
    fault('the connection is cut after the request', { kind: 'hang', ms: 5 }, 'unknown', 1),
    fault('the connection is reset', { kind: 'reset' }, 'unknown', 0),
    fault('a late answer', { kind: 'slow', ms: 30 }, 'accepted', 1),
    fault('too many messages to somebody who is silent', { kind: 'refuse', status: 12 }, 'unsent', 0),
    fault('the client has unsubscribed', { kind: 'refuse', status: 6 }, 'refused', 0),
    fault('the token was taken back', { kind: 'refuse', status: 2 }, 'refused', 0),
    { name: 'nobody listens', arrange: () => standIn.goOffline(), outcome: 'unsent', delivered: 0 },
  ],
  async mend() {
    account.faults.clear()
    await standIn.goOffline()
    await standIn.goOnline()
  },
})

describe('files of the suite', () => {
  it('all reached the client as they were', async () => {
    await account.settled()
    expect(account.sent.filter(({ failure }) => failure !== null)).toEqual([])
    const types = new Set(account.sent.map(({ type }) => type))
    expect([...types].toSorted()).toEqual(['file', 'location', 'picture', 'text', 'video'])
    for (const { media, got } of account.sent) expect(got === null).toBe(media === null)
  })
})

/** The address under which the newest file of the client lies, as the callback said. */
async function newestRef(send: () => string): Promise<string> {
  const token = send()
  await account.settled()
  const callbacks = receiver.received.map(({ body }) => parseJsonWithLongIds(body))
  const found = callbacks
    .flatMap((update) => viber.receive(update, now))
    .find((item) => item.kind === 'message' && item.externalId === token)
  if (found?.kind !== 'message') throw new Error('the message did not come')
  return found.content.attachments[0]?.remoteRef ?? ''
}

describe('files of clients', () => {
  it('come as they were sent', async () => {
    const ref = await newestRef(() => client.sendFile({ bytes: Buffer.from('содержимое'), name: 'a.txt' }))
    const fetched = await viber.fetchFile(connection, ref)
    if (fetched.outcome !== 'open') throw new Error(fetched.outcome)
    expect(fetched).toMatchObject({
      sizeBytes: Buffer.byteLength('содержимое'),
      mime: 'application/octet-stream',
    })
    expect(await text(fetched.stream)).toBe('содержимое')
  })

  it('are gone for good when their address has run out, or never was one', async () => {
    const ref = await newestRef(() => client.sendPicture())
    now = new Date(now.getTime() + 3_602_000)
    expect(await viber.fetchFile(connection, ref)).toEqual({ outcome: 'gone' })
    for (const other of [`${standIn.apiRoot}/media/x.jpg`, 'file:///etc/passwd', '', 'x']) {
      expect([other, await viber.fetchFile(connection, other)]).toEqual([other, { outcome: 'gone' }])
    }
  })

  it('are asked for later while their server is out of order', async () => {
    const ref = await newestRef(() => client.sendPicture())
    const later = { outcome: 'later', retryAfterMs: expect.any(Number), tokenRevoked: false }
    account.faults.next('media', { kind: 'outage', status: 503 })
    expect(await viber.fetchFile(connection, ref)).toEqual(later)
    account.faults.next('media', { kind: 'reset' })
    expect(await viber.fetchFile(connection, ref)).toEqual(later)
  })

  it('that break off while they come are an error of the stream, never a shorter file', async () => {
    const ref = await newestRef(() => client.sendFile({ bytes: Buffer.alloc(100_000, 'x') }))
    account.faults.next('media', { kind: 'cutMidAnswer' })
    const fetched = await viber.fetchFile(connection, ref)
    if (fetched.outcome !== 'open') throw new Error(fetched.outcome)
    await expect(text(fetched.stream)).rejects.toThrow()
  })

  it('are found behind a few redirects, but not behind a circle of them', async () => {
    const ref = await newestRef(() => client.sendFile({ bytes: Buffer.from('там'), name: 'b.txt' }))
    const allowed = createViber({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: true })
    const moved = (location: string): string => host.redirect(location)
    const fetched = await allowed.fetchFile(connection, moved(moved(ref)))
    if (fetched.outcome !== 'open') throw new Error(fetched.outcome)
    expect(await text(fetched.stream)).toBe('там')
    expect(await allowed.fetchFile(connection, host.redirect(null))).toMatchObject({ outcome: 'later' })
    expect(await allowed.fetchFile(connection, moved('file:///etc/passwd'))).toEqual({ outcome: 'gone' })
  })

  it('at private addresses are not fetched: callbacks must not aim at our own network', async () => {
    const ref = await newestRef(() => client.sendPicture())
    const strict = createViber({ apiRoot: null, allowsPrivateNetwork: false })
    expect(await strict.fetchFile(connection, ref)).toEqual({ outcome: 'gone' })
    expect(await strict.fetchFile(connection, 'http://169.254.169.254/latest')).toEqual({ outcome: 'gone' })
  })
})

describe('a revoked token', () => {
  it('is told as such by every call, and the token is in none of the answers', async () => {
    const other = standIn.createAccount()
    const person = other.person({ isSubscribed: true })
    other.revoke()
    const lost: Connection = { token: other.token, externalId: other.id }
    const part = { chat: person.id, text: 'x', entities: [], files: [], replyTo: null, key: 'k', sendId: 1 }
    const answers = [
      await viber.check(other.token),
      await viber.send(lost, part),
      await viber.webhook?.set(lost, receiver.url, ''),
      await viber.webhook?.remove(lost),
      await viber.webhook?.inspect(lost),
      await viber.actions.findPerson?.(lost, person.id),
    ]
    const failed = { outcome: 'failed', failure: { state: 'token_revoked' } }
    expect(answers).toMatchObject([
      { outcome: 'invalid' },
      { outcome: 'refused', code: 'token_revoked' },
      failed,
      failed,
      failed,
      { outcome: 'later', tokenRevoked: true },
    ])
    expect(JSON.stringify(answers)).not.toContain(other.token)
  })
})
