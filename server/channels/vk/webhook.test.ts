import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { startVkStandIn } from '../../../dev/messengers/vk.ts'
import type { Incoming } from '../channel.ts'
import { createVk } from './vk.ts'

const standIn = await startVkStandIn({ secondMs: 10, retryDelaySeconds: () => 1 })
const community = standIn.createCommunity()
const connection = { token: community.token, externalId: String(community.id) }
const vk = createVk({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })
const { webhook } = vk
if (!webhook?.answer) throw new Error('VK has a webhook')
const { set, remove, inspect, verify, parse, answer } = webhook
const secret = 'tajna-43-Zeichen_lang-wie-der-Beweis-aus-hm'

/** As the product takes events in: prove, parse, read, and only then answer. */
const taken: Incoming[] = []
let trouble: (() => { status: number; body: string; retryAfter?: string } | null) | null = null
const receiver = http.createServer((request, response) => {
  void buffer(request).then(async (body) => {
    if (!verify({ headers: request.headers, body }, { secret, connection })) {
      response.writeHead(403).end()
      return
    }
    const wrong = trouble?.() ?? null
    if (wrong) {
      response
        .writeHead(wrong.status, wrong.retryAfter ? { 'retry-after': wrong.retryAfter } : {})
        .end(wrong.body)
      return
    }
    const update = parse(body)
    taken.push(...vk.receive(update, new Date()).filter(({ kind }) => kind !== 'ignored'))
    const said = await answer(connection, update)
    response.writeHead(200, { 'content-type': said.contentType }).end(said.body)
  })
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
const { port } = receiver.address() as AddressInfo
const url = `http://127.0.0.1:${port}/hooks/vk/secret`

afterEach(() => {
  trouble = null
  taken.length = 0
  community.faults.clear()
})
afterAll(async () => {
  await standIn.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})

const texts = (): string[] => taken.flatMap((item) => (item.kind === 'message' ? [item.content.text] : []))

describe('setting the webhook', () => {
  it('makes a confirmed server with a secret and all we want to hear of, and again changes nothing', async () => {
    for (const time of ['first', 'second']) {
      expect([time, await set(connection, url, secret)]).toEqual([time, { outcome: 'ok' }])
      expect(community.servers).toMatchObject([{ url, title: 'Beseda', secretKey: secret, status: 'ok' }])
      expect(community.servers[0]?.events.toSorted()).toEqual([
        'message_allow',
        'message_deny',
        'message_edit',
        'message_event',
        'message_new',
        'message_reaction_event',
        'message_read',
        'message_reply',
        'message_typing_state',
      ])
    }
    expect(await inspect(connection)).toEqual({ outcome: 'ok', url, waitingCount: 0, lastError: null })
  })

  it('puts a new address in the place of the former one and leaves the servers of others alone', async () => {
    const foreign = { group_id: String(community.id), url: 'http://127.0.0.1:9/foreign', title: 'other' }
    const form = new URLSearchParams({ ...foreign, access_token: community.token, v: '5.199' })
    await fetch(`${standIn.apiRoot}/method/groups.addCallbackServer`, { method: 'POST', body: form })
    const moved = `${url}-moved`
    expect(await set(connection, moved, secret)).toEqual({ outcome: 'ok' })
    expect(community.servers.map((server) => server.url)).toEqual(['http://127.0.0.1:9/foreign', moved])
    expect(await remove(connection)).toEqual({ outcome: 'ok' })
    expect(community.servers.map((server) => server.title)).toEqual(['other'])
    expect(await inspect(connection)).toMatchObject({ outcome: 'ok', url: '' })
  })

  it('tells plainly when there is no room, when the address cannot be confirmed, and when a right is missing', async () => {
    const full = standIn.createCommunity()
    const own = { token: full.token, externalId: String(full.id) }
    const refused = (detail: RegExp): object => ({
      outcome: 'failed',
      failure: { state: 'refused', detail: expect.stringMatching(detail) },
    })
    expect(await set(own, 'http://127.0.0.1:9/nobody', secret)).toMatchObject(refused(/confirm/))
    await remove(own)
    for (let count = 0; count < 10; count += 1) {
      const server = { group_id: String(full.id), url: `http://127.0.0.1:9/${count}`, title: 'other' }
      const form = new URLSearchParams({ ...server, access_token: full.token, v: '5.199' })
      await fetch(`${standIn.apiRoot}/method/groups.addCallbackServer`, { method: 'POST', body: form })
    }
    expect(await set(own, url, secret)).toMatchObject(refused(/ten/))
    full.rights = ['messages']
    expect(await set(own, url, secret)).toMatchObject(refused(/rights/))
  })
})

describe('events', () => {
  it('are taken when the secret and the community are right, and with no other', async () => {
    const event = { type: 'message_new', group_id: community.id, object: {}, secret }
    const check = (fields: object): boolean =>
      verify({ headers: {}, body: Buffer.from(JSON.stringify(fields)) }, { secret, connection })
    expect(check(event)).toBe(true)
    const wrong = [
      { ...event, secret: `${secret}x` },
      { ...event, secret: undefined },
      { ...event, secret: [secret] },
      { ...event, group_id: community.id + 1 },
      { ...event, group_id: undefined },
      { type: 'confirmation', group_id: community.id + 1 },
      { type: 'confirmation', group_id: community.id, secret: 'wrong' },
    ]
    for (const fields of wrong) expect([fields, check(fields)]).toEqual([fields, false])
    expect(check({ type: 'confirmation', group_id: community.id })).toBe(true)
    expect(verify({ headers: {}, body: Buffer.from('nonsense') }, { secret, connection })).toBe(false)
  })

  it('are answered with exactly two letters, a confirmation with the code; without the code it has to come again', async () => {
    expect(await answer(connection, { type: 'message_new' })).toEqual({
      contentType: 'text/plain',
      body: 'ok',
    })
    const confirmation = { type: 'confirmation', group_id: community.id }
    expect((await answer(connection, confirmation)).body).toMatch(/^[0-9a-f]{8}$/)
    community.faults.next('groups.getCallbackConfirmationCode', { kind: 'error', code: 10 })
    await expect(answer(connection, confirmation)).rejects.toThrow('code')
  })

  it('arrive whole whatever happens on the way: doubled, reordered, late, answered badly', async () => {
    await set(connection, url, secret)
    const client = community.person()
    community.faults.next('callback', { kind: 'deliverTwice' })
    client.sendText('раз')
    await community.drained()
    community.faults.next('callback', { kind: 'reorder' })
    client.sendText('два')
    client.sendText('три')
    await community.drained()
    const soon = new Date(Date.now() + 1000).toUTCString()
    const answers = [
      { status: 200, body: '\uFEFFok' },
      { status: 200, body: 'OK' },
      { status: 503, body: '', retryAfter: soon },
      { status: 500, body: 'ok' },
    ]
    trouble = () => answers.shift() ?? null
    client.sendText('четыре')
    await community.drained()
    expect(texts().toSorted()).toEqual(['два', 'раз', 'раз', 'три', 'четыре'])
    expect(texts().indexOf('три')).toBeLessThan(texts().indexOf('два'))
    const ids = taken.flatMap((item) => (item.kind === 'message' ? [item.externalId] : []))
    expect(new Set(ids).size).toBe(4)
  })

  it('keep ids beyond 2^53 as they are', async () => {
    await set(connection, url, secret)
    const client = community.person()
    const message = { peer_id: client.id, from_id: client.id, conversation_message_id: 1, date: 1, text: 'x' }
    const doc = { id: 9_007_199_254_740_993_123n, title: 'a.txt', url: 'https://vk.com/doc1_2' }
    community.raw({
      type: 'message_new',
      object: { message: { ...message, attachments: [{ type: 'doc', doc }] } },
    })
    await community.drained()
    expect(taken).toMatchObject([{ kind: 'message', content: { attachments: [{ name: 'a.txt' }] } }])
    const update = parse(Buffer.from('{"object":{"id":9007199254740993123}}'))
    expect(update).toEqual({ object: { id: '9007199254740993123' } })
  })

  it('tell our own message back, before or after its answer, under the number it was sent with', async () => {
    await set(connection, url, secret)
    const client = community.person()
    client.start()
    await community.drained()
    for (const [index, when] of (['before', 'after'] as const).entries()) {
      taken.length = 0
      community.echo = when
      const sendId = 5000 + index
      const part = {
        chat: String(client.id),
        text: 'эхо',
        entities: [],
        files: [],
        replyTo: null,
        key: 'k',
        sendId,
      }
      const sent = await vk.send(connection, part)
      const heardBefore = taken.length
      // Sent again, it is told back no second time.
      expect(await vk.send(connection, part)).toEqual(sent)
      while (taken.length === 0)
        await community.drained().then(() => new Promise((resolve) => setImmediate(resolve)))
      expect(taken).toMatchObject([
        {
          kind: 'outside',
          sendId,
          operatorId: null,
          externalId: sent.outcome === 'accepted' && sent.externalIds[0],
        },
      ])
      if (when === 'before') expect(heardBefore).toBe(1)
    }
  })

  it('are not delivered for a while after many bad answers, and the webhook is told as failing', async () => {
    await set(connection, url, secret)
    const client = community.person()
    trouble = () => ({ status: 500, body: '' })
    for (let count = 0; count < 12; count += 1) client.sendText(String(count))
    for (;;) {
      const seen = await inspect(connection)
      if (seen.outcome !== 'ok') throw new Error(seen.outcome)
      if (seen.lastError) {
        expect(seen).toMatchObject({
          url,
          waitingCount: 1,
          lastError: { detail: expect.stringMatching(/answer/) },
        })
        break
      }
    }
    trouble = null
    await community.drained()
    expect(new Set(texts()).size).toBe(12)
  })
})
