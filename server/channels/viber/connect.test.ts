import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { startViberStandIn } from '../../../dev/messengers/viber.ts'
import { startReceiver } from '../../../dev/messengers/viber/testing.ts'
import type { Connection } from '../channel.ts'
import { createViber } from './viber.ts'

let now = new Date()
const standIn = await startViberStandIn({ secondMs: 20, clock: () => now })
const receiver = await startReceiver()
afterAll(() => Promise.all([standIn.close(), receiver.close()]))
const account = standIn.createAccount({ name: 'Тихий угол', uri: 'tihiyugol' })
const connection: Connection = { token: account.token, externalId: account.id }
const viber = createViber({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })
const { webhook } = viber
if (!webhook) throw new Error('Viber has a webhook')

describe('a token', () => {
  it('says whose it is', async () => {
    expect(await viber.check(account.token)).toEqual({
      outcome: 'ok',
      externalId: account.id,
      name: 'Тихий угол',
      handle: 'tihiyugol',
    })
  })

  it('of nobody, or that is none, is invalid; only a possible one is asked about', async () => {
    const before = account.calls.length
    for (const token of [
      '',
      'x',
      'a b c d e f g h',
      'токен-из-букв',
      'line\r\nbreak-line',
      `${account.token}0`,
    ]) {
      expect([token, await viber.check(token)]).toEqual([token, { outcome: 'invalid' }])
    }
    expect(account.calls.length).toBe(before)
  })

  it('that cannot be asked about now is not called wrong', async () => {
    account.faults.next('get_account_info', { kind: 'outage', status: 502 })
    expect(await viber.check(account.token)).toEqual({
      outcome: 'unreachable',
      detail: 'answer_502_unreadable',
    })
    account.faults.next('get_account_info', { kind: 'refuse', status: 9 })
    expect(await viber.check(account.token)).toMatchObject({ outcome: 'unreachable' })
    await standIn.goOffline()
    expect(await viber.check(account.token)).toEqual({ outcome: 'unreachable', detail: 'connection_refused' })
    await standIn.goOnline()
  })
})

describe('a webhook', () => {
  it('is set when our address answers with 200, and asks for names and everything useful', async () => {
    receiver.reply = (_callback, index) => ({ status: index === 0 ? 201 : 200 })
    expect(await webhook.set(connection, receiver.url, '')).toMatchObject({
      outcome: 'failed',
      failure: { state: 'refused' },
    })
    expect(account.webhook).toBeNull()
    expect(await webhook.set(connection, receiver.url, '')).toEqual({ outcome: 'ok' })
    expect(receiver.events()).toEqual(['webhook', 'webhook'])
    expect(account.calls.at(-1)?.parameters).toMatchObject({ send_name: true, send_photo: true })
    expect(await webhook.inspect(connection)).toEqual({
      outcome: 'ok',
      url: receiver.url,
      waitingCount: 0,
      lastError: null,
    })
  })

  it('is refused at an address without TLS', async () => {
    expect(await webhook.set(connection, 'http://crm.example.com/hooks', '')).toMatchObject({
      outcome: 'failed',
      failure: { state: 'refused', detail: 'invalidUrl' },
    })
  })

  it('is taken away by an empty address', async () => {
    expect(await webhook.remove(connection)).toEqual({ outcome: 'ok' })
    expect(await webhook.inspect(connection)).toMatchObject({ outcome: 'ok', url: '' })
  })

  it('that cannot be set now is tried later: nothing is called refused', async () => {
    account.faults.next('set_webhook', { kind: 'outage' })
    expect(await webhook.set(connection, receiver.url, '')).toMatchObject({
      failure: { state: 'unreachable', retryAfterMs: null },
    })
    account.faults.next('set_webhook', { kind: 'refuse', status: 12 })
    expect(await webhook.set(connection, receiver.url, '')).toMatchObject({
      failure: { state: 'unreachable', retryAfterMs: expect.any(Number) },
    })
  })
})

describe('a callback', () => {
  const proof = { secret: '', connection }
  const signed = (body: Buffer, token = account.token): string =>
    createHmac('sha256', token).update(body).digest('hex')

  it('proves itself by a signature over its bytes, however they are escaped', async () => {
    receiver.reply = () => ({})
    await webhook.set(connection, receiver.url, '')
    const client = account.person()
    client.sendText('Доставка 24/7 — за 500 ₽ 🛋')
    client.sendText('Доставка 24/7 — за 500 ₽ 🛋')
    await account.settled()
    const messages = receiver.received.filter(({ fields }) => fields['event'] === 'message')
    const escaped = messages.filter(({ body }) => body.includes(String.raw`\u0414`))
    expect([messages.length, escaped.length]).toEqual([2, 1])
    for (const { headers, body } of receiver.received) {
      expect(webhook.verify({ headers, body }, proof)).toBe(true)
    }
  })

  it('is not believed with other bytes, another token, a wrong, doubled or missing signature', () => {
    const body = readFileSync(new URL('fixtures/text.json', import.meta.url))
    const header = 'x-viber-content-signature'
    const verify = (signature: string | string[] | undefined, bytes = body): boolean =>
      webhook.verify({ headers: { [header]: signature }, body: bytes }, proof)
    expect(verify(signed(body))).toBe(true)
    expect(verify(signed(body).toUpperCase())).toBe(true)
    expect(verify(signed(body), Buffer.from(JSON.stringify(JSON.parse(body.toString()))))).toBe(false)
    expect(verify(signed(body, 'another-token'))).toBe(false)
    expect(verify(signed(body).slice(0, -1))).toBe(false)
    expect(verify('')).toBe(false)
    expect(verify([signed(body), signed(body)])).toBe(false)
    expect(webhook.verify({ headers: {}, body }, proof)).toBe(false)
  })

  it('is read without loss of ids; what is no JSON is none', () => {
    const body = readFileSync(new URL('fixtures/text.json', import.meta.url))
    expect(webhook.parse(body)).toMatchObject({ event: 'message', message_token: '5741313038139611211' })
    expect(webhook.parse(Buffer.from('{'))).toBeUndefined()
  })
})

describe('a person', () => {
  const find = (id: string) => viber.actions.findPerson?.(connection, id)

  it('is called and looks as Viber says', async () => {
    const avatar = 'https://media-direct.cdn.viber.com/download_photo?dlid=1'
    const open = account.person({ name: 'Ольга', avatar, isSubscribed: true })
    expect(await find(open.id)).toEqual({ outcome: 'ok', name: 'Ольга', handle: null, avatarRef: avatar })
    const hidden = account.person({ name: 'Ольга', avatar, showsProfile: false, isSubscribed: true })
    expect(await find(hidden.id)).toEqual({ outcome: 'ok', name: '', handle: null, avatarRef: null })
  })

  it('may be asked about twice in twelve hours, and then later', async () => {
    const person = account.person({ isSubscribed: true })
    await find(person.id)
    await find(person.id)
    expect(await find(person.id)).toEqual({ outcome: 'later', retryAfterMs: 43_200_000, tokenRevoked: false })
    now = new Date(now.getTime() + 43_201_000)
    expect(await find(person.id)).toMatchObject({ outcome: 'ok' })
  })

  it('who left is gone; one that cannot be asked about now is asked about later', async () => {
    expect(await find('nobody')).toEqual({ outcome: 'gone' })
    expect(await find(account.person().id)).toEqual({ outcome: 'gone' })
    account.faults.next('get_user_details', { kind: 'answerDropped' })
    expect(await find(account.person({ isSubscribed: true }).id)).toMatchObject({ outcome: 'later' })
  })
})
