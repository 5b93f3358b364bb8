import { readdirSync, readFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { startVkStandIn } from '../../../dev/messengers/vk.ts'
import {
  sampleJpeg,
  sampleMp3,
  samplePdf,
  sampleVoice,
} from '../../../dev/messengers/telegram/sample-files.ts'
import { describeMessenger, type Subject } from '../channel.suite.ts'
import type { Connection } from '../channel.ts'
import { parseJsonWithLongIds } from '../parse-json.ts'
import { createVk } from './vk.ts'

const standIn = await startVkStandIn({ secondMs: 20 })
afterAll(() => standIn.close())
const community = standIn.createCommunity({ name: 'Тихий угол', screenName: 'tihiy_ugol' })
const client = community.person({ firstName: 'Ольга', lastName: 'Верещагина' })
client.start()
const connection: Connection = { token: community.token, externalId: String(community.id) }
const vk = createVk({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })

const samples: Record<Parameters<Subject['sample']>[0], Buffer> = {
  photo: sampleJpeg(640, 480),
  video: Buffer.from('video'),
  document: samplePdf('договор'),
  audio: sampleMp3(1),
  voice: sampleVoice(1),
  animation: Buffer.from('GIF89a animation'),
}
type Fault = Parameters<typeof community.faults.next>[1]
type Expected = Subject['faults'][number]
const fault = (name: string, given: Fault, outcome: Expected['outcome'], delivered: number): Expected => ({
  name,
  outcome,
  delivered,
  arrange: () => community.faults.next('messages.send', given),
})

describeMessenger('VK', {
  strict: (apiRoot) => createVk({ apiRoot, allowsPrivateNetwork: false }),
  messenger: vk,
  connection,
  chat: String(client.id),
  updates: readdirSync(new URL('fixtures/', import.meta.url)).map((name) =>
    parseJsonWithLongIds(readFileSync(new URL(`fixtures/${name}`, import.meta.url))),
  ),
  publish: async () => null,
  sample: (kind) => samples[kind],
  deliveredCount: () => community.sent.length,
  faults: [
    fault('the answer is lost after it was done', { kind: 'answerDropped' }, 'unknown', 1),
    fault('the answer is cut in the middle', { kind: 'cutMidAnswer' }, 'unknown', 1),
    fault('an outage page, and it was done', { kind: 'outage', executed: true }, 'unknown', 1),
    fault('an outage page, and it was not done', { kind: 'outage' }, 'unknown', 0),
    fault('the connection is cut after the request', { kind: 'hang', ms: 5 }, 'unknown', 1),
    fault('the connection is reset', { kind: 'refuseConnection' }, 'unknown', 0),
    fault('a late answer', { kind: 'slow', ms: 30 }, 'accepted', 1),
    fault('an inner error after it was done', { kind: 'error', code: 10, executed: true }, 'unknown', 1),
    fault('too many requests', { kind: 'error', code: 6 }, 'unsent', 0),
    fault('flood', { kind: 'error', code: 9 }, 'unsent', 0),
    fault('the client has not allowed it', { kind: 'error', code: 901 }, 'refused', 0),
    { name: 'nobody listens', arrange: () => standIn.goOffline(), outcome: 'unsent', delivered: 0 },
  ],
  async mend() {
    community.faults.clear()
    await standIn.goOffline()
    await standIn.goOnline()
  },
})

afterEach(() => community.faults.clear())

describe('files of VK', () => {
  const refOf = (kind: string): string => {
    const event = { type: 'message_new', object: { message: client.history().at(-1) } }
    const [item] = vk.receive(event, new Date())
    const file = item?.kind === 'message' ? item.content.attachments[0] : undefined
    if (file?.kind !== kind || file.remoteRef === null) throw new Error(`no ${kind} but ${file?.kind}`)
    return file.remoteRef
  }

  it('come as they were sent, a document behind its page too', async () => {
    client.sendDocument({ bytes: Buffer.from('содержимое'), name: 'a.txt', mime: 'text/plain' })
    const fetched = await vk.fetchFile(connection, refOf('document'))
    if (fetched.outcome !== 'open') throw new Error(fetched.outcome)
    expect(fetched).toMatchObject({ sizeBytes: Buffer.byteLength('содержимое'), mime: 'text/plain' })
    expect(await text(fetched.stream)).toBe('содержимое')
    client.sendPhoto({ bytes: sampleJpeg(700, 500) })
    const photo = await vk.fetchFile(connection, refOf('photo'))
    if (photo.outcome !== 'open') throw new Error(photo.outcome)
    expect(photo.sizeBytes).toBe(sampleJpeg(700, 500).length)
    photo.stream.destroy()
  })

  it('whose address has expired are gone, also when a page says so; those that cannot be had now come later', async () => {
    client.sendDocument()
    const document = refOf('document')
    client.sendPhoto()
    const photo = refOf('photo')
    community.faults.next('file', { kind: 'outage' })
    expect(await vk.fetchFile(connection, photo)).toMatchObject({ outcome: 'later', tokenRevoked: false })
    community.expireFiles()
    expect([await vk.fetchFile(connection, document), await vk.fetchFile(connection, photo)]).toEqual([
      { outcome: 'gone' },
      { outcome: 'gone' },
    ])
  })

  it('that break off while they come are an error of the stream, never a shorter file', async () => {
    client.sendDocument({ bytes: Buffer.alloc(100_000, 'x'), name: 'a.bin' })
    community.faults.next('file', { kind: 'cutMidAnswer' })
    const fetched = await vk.fetchFile(connection, refOf('document'))
    if (fetched.outcome !== 'open') throw new Error(fetched.outcome)
    await expect(text(fetched.stream)).rejects.toThrow()
  })

  it('are fetched from the public Internet only, whatever an event says, and by http only', async () => {
    const strangers = [
      'http://127.0.0.1:9/x.jpg',
      'http://169.254.169.254/',
      'file:///etc/passwd',
      'nonsense',
    ]
    for (const address of strangers) {
      expect([address, await vk.fetchFile(connection, address)]).toEqual([address, { outcome: 'gone' }])
    }
  })
})

describe('an address that leads on', () => {
  it('is judged at every hop: not into the private network, and not for ever', async () => {
    const leads = new Map([
      ['/inside', `${standIn.apiRoot}/playground`],
      ['/round', '/round'],
      ['/nowhere', 'ftp://example.com/x'],
    ])
    const server = http.createServer((request, response) => {
      response.writeHead(302, { location: leads.get(request.url ?? '') ?? '/' }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const own = createVk({ apiRoot: `http://127.0.0.1:${port}`, allowsPrivateNetwork: false })
    for (const path of leads.keys()) {
      const fetched = await own.fetchFile(connection, `http://127.0.0.1:${port}${path}`)
      expect([path, fetched]).toEqual([path, { outcome: 'gone' }])
    }
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('whose token it is', () => {
  it('is told with the name and address of the community', async () => {
    expect(await vk.check(community.token)).toEqual({
      outcome: 'ok',
      externalId: String(community.id),
      name: 'Тихий угол',
      handle: 'tihiy_ugol',
    })
    expect(await vk.check(`${community.token.slice(0, -3)}xyz`)).toEqual({ outcome: 'invalid' })
    expect(await vk.check('с пробелами и\nстроками')).toEqual({ outcome: 'invalid' })
  })

  it('is told with the rights it lacks', async () => {
    const poor = standIn.createCommunity()
    poor.rights = ['messages', 'photos']
    expect(await vk.check(poor.token)).toEqual({ outcome: 'missing_rights', rights: ['manage', 'docs'] })
  })

  it('is not known while VK has troubles of its own', async () => {
    for (const given of [
      { kind: 'outage' },
      { kind: 'error', code: 6 },
      { kind: 'error', code: 10 },
    ] as const) {
      community.faults.next('groups.getById', given)
      expect(await vk.check(community.token)).toMatchObject({ outcome: 'unreachable' })
    }
  })
})

describe('a revoked token', () => {
  it('is told as such by every call, and the token is in none of the answers', async () => {
    const other = standIn.createCommunity()
    const person = other.person()
    person.start()
    const lost: Connection = { token: other.token, externalId: String(other.id) }
    const chat = String(person.id)
    const wait = { waitSeconds: 0, signal: new AbortController().signal }
    const begun = await vk.polling?.poll(lost, null, wait)
    other.revoke()
    const cursor = begun?.outcome === 'updates' ? begun.cursor : null
    const part = { chat, text: 'x', entities: [], files: [], replyTo: null, key: 'k', sendId: 900_001 }
    const answers = [
      await vk.check(other.token),
      await vk.send(lost, part),
      await vk.polling?.poll(lost, null, wait),
      await vk.polling?.poll(lost, cursor, wait),
      await vk.webhook?.set(lost, 'http://127.0.0.1:1/x', 'secret'),
      await vk.webhook?.inspect(lost),
      await vk.actions.findPerson?.(lost, chat),
      await vk.actions.remove?.(lost, { chat, externalId: '1' }),
    ]
    const failed = { outcome: 'failed', failure: { state: 'token_revoked' } }
    expect(answers).toMatchObject([
      { outcome: 'invalid' },
      { outcome: 'refused', code: 'token_revoked' },
      failed,
      failed,
      failed,
      failed,
      { outcome: 'later', tokenRevoked: true },
      { outcome: 'refused', code: 'token_revoked' },
    ])
    expect(JSON.stringify(answers)).not.toContain(other.token)
  })
})
