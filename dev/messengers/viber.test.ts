import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleJpeg } from './telegram/sample-files.ts'
import { startViberStandIn, type Account, type ViberStandIn } from './viber.ts'
import { call, startHost, startReceiver, type Called, type Host, type Receiver } from './viber/testing.ts'

let now: Date
let standIn: ViberStandIn
let account: Account
let receiver: Receiver
let host: Host

beforeEach(async () => {
  now = new Date('2026-11-26T10:00:00Z')
  standIn = await startViberStandIn({ clock: () => now, retryDelaysMs: () => 1, silentLimit: 5 })
  receiver = await startReceiver()
  host = await startHost()
  account = standIn.createAccount()
})
afterEach(() => Promise.all([standIn.close(), receiver.close(), host.close()]))

const ask = (method: string, parameters: unknown = {}): Promise<Called> =>
  call(standIn.apiRoot, account.token, method, parameters)
const hook = (more = {}): Promise<Called> =>
  ask('set_webhook', { url: receiver.url, send_name: true, send_photo: true, ...more })
const message = (receiverId: string, more = {}): Record<string, unknown> => ({
  receiver: receiverId,
  type: 'text',
  text: 'Здравствуйте',
  sender: { name: 'Тихий угол' },
  ...more,
})
const of = (event: string) => receiver.received.filter(({ fields }) => fields['event'] === event)

describe('calls', () => {
  it('are answered with HTTP 200 and a status, and 64-bit ids stand bare in the JSON', async () => {
    await hook()
    const client = account.person({ isSubscribed: true, receipts: 'none' })
    const answer = await ask('send_message', message(client.id))
    expect(answer).toMatchObject({ status: 0, status_message: 'ok', billing_status: 1 })
    const token = account.sent[0]?.token ?? ''
    expect(answer.text).toContain(`"message_token":${token}`)
    expect(Number.isSafeInteger(answer['message_token'])).toBe(false)
  })

  it('without the token of an account are refused', async () => {
    expect(await call(standIn.apiRoot, null, 'get_account_info')).toMatchObject({
      status: 2,
      status_message: 'missing_auth_token',
    })
    expect(await call(standIn.apiRoot, 'x', 'get_account_info')).toMatchObject({ status: 2 })
    account.revoke()
    expect(await ask('get_account_info')).toMatchObject({ status: 2 })
  })

  it('that are no JSON, or larger than 30 kB, are bad data', async () => {
    await hook()
    expect(await ask('send_message', '{')).toMatchObject({ status: 3 })
    const client = account.person({ isSubscribed: true })
    const large = message(client.id, { keyboard: 'x'.repeat(30_000) })
    expect(await ask('send_message', large)).toMatchObject({ status: 3 })
  })
})

describe('a webhook', () => {
  it('is called before it is set, and only 200 is good', async () => {
    receiver.reply = () => ({ status: 204 })
    expect(await hook()).toMatchObject({ status: 1 })
    receiver.reply = () => ({})
    expect(await hook({ event_types: ['seen'] })).toMatchObject({ status: 0, event_types: ['seen'] })
    expect(await ask('get_account_info')).toMatchObject({ webhook: receiver.url })
    expect(await hook({ url: '' })).toMatchObject({ status: 0 })
    expect(await ask('get_account_info')).not.toHaveProperty('webhook')
  })

  it('is told only what it asked for, beside what always comes', async () => {
    await hook({ event_types: ['seen'] })
    const client = account.person({ isSubscribed: true, receipts: 'seen' })
    await ask('send_message', message(client.id))
    client.sendText('привет')
    client.block()
    client.subscribe()
    client.open('spring')
    await account.settled()
    expect(receiver.events().toSorted()).toEqual(['message', 'seen', 'subscribed', 'unsubscribed', 'webhook'])
  })

  it('gets each callback signed over its bytes, in the header and the address, escaped or not', async () => {
    await hook()
    for (const text of ['Диван «Север»', 'Диван «Север»']) account.person().sendText(text)
    await account.settled()
    for (const { body, headers, url } of receiver.received) {
      const signature = createHmac('sha256', account.token).update(body).digest('hex')
      expect(headers['x-viber-content-signature']).toBe(signature)
      expect(new URL(url, 'http://x').searchParams.get('sig')).toBe(signature)
    }
    const bodies = of('message').map(({ body }) => body.toString())
    expect(bodies.filter((body) => body.includes('Диван'))).toHaveLength(1)
    for (const { fields } of of('message')) expect(fields['message']).toMatchObject({ text: 'Диван «Север»' })
  })

  it('gets names and pictures only when it asked for them and the person lets it', async () => {
    const avatar = 'https://example.com/a.jpg'
    const senders = async (): Promise<unknown[]> => {
      account.person({ name: 'Ольга', avatar }).sendText('я')
      account.person({ name: 'Пётр', avatar, showsProfile: false }).sendText('я')
      await account.settled()
      return of('message')
        .splice(-2)
        .map(({ fields }) => fields['sender'])
        .toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)))
    }
    await hook({ send_name: false, send_photo: false })
    for (const sender of await senders()) {
      expect(sender).toMatchObject({ name: 'Subscriber' })
      expect(sender).not.toHaveProperty('avatar')
    }
    await hook()
    const names = (await senders()).map((sender) => JSON.stringify(sender).includes('Ольга'))
    expect(names.toSorted()).toEqual([false, true])
  })

  it('that does not answer with 200 gets the same callback again and again, for an hour', async () => {
    await hook()
    receiver.reply = (_callback, index) => ({ status: index < 4 ? 500 : 200 })
    const token = account.person().sendText('повтор')
    await account.settled()
    expect(new Set(of('message').map(({ body }) => body.toString())).size).toBe(1)
    expect(of('message')).toHaveLength(4)
    expect(of('message')[0]?.body.toString()).toContain(token)
    expect(account.lost).toEqual([])
  })

  it('loses what was not accepted within the hour', async () => {
    const slow = await startViberStandIn({ secondMs: 0.01 })
    const late = slow.createAccount()
    await call(slow.apiRoot, late.token, 'set_webhook', { url: receiver.url })
    receiver.reply = () => ({ status: 503 })
    late.person().sendText('никто не слышит')
    await late.settled()
    expect(late.lost).toMatchObject([{ event: 'message' }])
    // The first try, three repeats a second apart, one a minute for the rest of the hour.
    expect(of('message')).toHaveLength(1 + 3 + 59)
    await slow.close()
  })

  it('gets two copies at once, or a later callback first, when told so', async () => {
    await hook()
    account.faults.next('webhook', { kind: 'deliverTwice' })
    account.person().sendText('дважды')
    await account.settled()
    expect(of('message')).toHaveLength(2)
    account.faults.next('webhook', { kind: 'reorder' })
    const client = account.person()
    client.sendText('первое')
    client.sendText('второе')
    await account.settled()
    const texts = of('message').map(({ fields }) => JSON.stringify(fields['message']))
    expect(texts.slice(2).map((text) => text.includes('второе'))).toEqual([true, false])
  })

  it('can greet whoever opens the chat by its answer, and nothing more', async () => {
    await hook()
    const greeting = { type: 'text', text: 'Добро пожаловать', sender: { name: 'Тихий угол' } }
    receiver.reply = () => ({ body: JSON.stringify(greeting) })
    const client = account.person({ receipts: 'none' })
    client.sendText('обычное')
    client.block()
    client.open('spring')
    await account.settled()
    expect(of('conversation_started')[0]?.fields).toMatchObject({ context: 'spring', subscribed: false })
    expect(account.sent.map(({ text }) => text)).toEqual(['Добро пожаловать'])
  })
})

describe('a message to a client', () => {
  it.each([
    ['nobody there', { receiver: 'nobody' }, 5],
    ['no receiver', { receiver: undefined }, 4],
    ['no sender', { sender: undefined }, 4],
    ['a long name', { sender: { name: 'x'.repeat(29) } }, 3],
    ['no text', { text: '' }, 4],
    ['only space', { text: ' ' }, 3],
    ['a long text', { text: 'x'.repeat(7001) }, 3],
    ['an unknown kind', { type: 'hologram' }, 3],
    ['a newer client', { min_api_version: 99 }, 13],
    ['long tracking data', { tracking_data: 'x'.repeat(4001) }, 3],
    ['a picture without an address', { type: 'picture' }, 4],
    ['a picture of another ending', { type: 'picture', media: 'https://example.com/a.webp' }, 3],
    ['a picture that only asks for .jpg', { type: 'picture', media: 'https://example.com/a?b=.jpg' }, 3],
    ['a picture in capitals', { type: 'picture', media: 'https://example.com/a.JPG' }, 3],
    ['a picture without TLS', { type: 'picture', media: 'http://example.com/a.jpg' }, 3],
    ['a picture inside a network', { type: 'picture', media: 'https://10.0.0.7/a.jpg' }, 3],
    [
      'a picture with a long text',
      { type: 'picture', media: 'https://a.example/a.jpg', text: 'x'.repeat(769) },
      3,
    ],
    ['a video without its size', { type: 'video', media: 'https://example.com/a.mp4' }, 4],
    ['a large video', { type: 'video', media: 'https://example.com/a.mp4', size: 30_000_000 }, 3],
    ['a file without its name', { type: 'file', media: 'https://example.com/a', size: 1 }, 4],
    ['a program', { type: 'file', media: 'https://example.com/a', size: 1, file_name: 'a.EXE' }, 3],
  ])('with %s is refused', async (_name, more, status) => {
    await hook()
    const client = account.person({ isSubscribed: true })
    expect(await ask('send_message', message(client.id, more))).toMatchObject({ status })
    expect(account.sent).toEqual([])
  })

  it('does not leave without a webhook, nor to whoever did not subscribe or left', async () => {
    const client = account.person({ isSubscribed: true })
    expect(await ask('send_message', message(client.id))).toMatchObject({ status: 10 })
    await hook()
    const stranger = account.person()
    expect(await ask('send_message', message(stranger.id))).toMatchObject({ status: 6 })
    stranger.sendText('первое сообщение подписывает')
    expect(await ask('send_message', message(stranger.id))).toMatchObject({ status: 0 })
    stranger.block()
    expect(await ask('send_message', message(stranger.id))).toMatchObject({ status: 6 })
  })

  it('is one too many when he was written to so often and is silent; his answer ends that', async () => {
    await hook()
    const client = account.person({ isSubscribed: true, receipts: 'none' })
    for (let count = 0; count < 5; count += 1) {
      expect(await ask('send_message', message(client.id))).toMatchObject({ status: 0 })
    }
    expect(await ask('send_message', message(client.id))).toMatchObject({ status: 12 })
    client.sendText('да, слушаю')
    expect(await ask('send_message', message(client.id))).toMatchObject({ status: 0 })
  })

  it('is told to be delivered and seen in any order, with the token it was accepted under', async () => {
    await hook()
    const client = account.person({ isSubscribed: true, receipts: 'seenFirst' })
    await ask('send_message', message(client.id))
    await account.settled()
    const token = account.sent[0]?.token ?? ''
    expect(account.sent[0]?.state).toBe('seen')
    for (const event of ['delivered', 'seen']) {
      expect(of(event)[0]?.body.toString()).toContain(`"message_token":${token}`)
    }
  })

  it('with a file is fetched from where it says; whatever is wrong there fails afterwards', async () => {
    await hook()
    const client = account.person({ isSubscribed: true })
    const jpeg = sampleJpeg(64, 48)
    const type = { 'content-type': 'image/jpeg' }
    const good = message(client.id, { type: 'picture', media: host.publish(jpeg, 'a.jpg', type), text: '' })
    const bad = [
      { type: 'picture', media: `${standIn.apiRoot}/nothing.jpg` },
      { type: 'picture', media: host.publish(Buffer.from('no picture'), 'b.jpg', type) },
      { type: 'picture', media: host.publish(jpeg, 'c.jpg', { 'content-type': 'text/html' }) },
      { type: 'file', media: host.publish(jpeg, 'd'), size: jpeg.length + 1, file_name: 'd' },
    ]
    for (const each of [good, ...bad.map((more) => message(client.id, more))]) {
      expect(await ask('send_message', each)).toMatchObject({ status: 0 })
    }
    await account.settled()
    expect(account.sent.map(({ state }) => state)).toEqual([
      'delivered',
      'failed',
      'failed',
      'failed',
      'failed',
    ])
    expect(account.sent[0]?.got?.bytes.equals(jpeg)).toBe(true)
    expect(of('failed')).toHaveLength(4)
  })
})

describe('files of clients', () => {
  it('are handed out to anybody for an hour, with an unchanged address', async () => {
    await hook()
    account.person().sendFile({ bytes: Buffer.from('вот'), name: 'a.txt' })
    await account.settled()
    const media = /"media":"([^"]+)"/.exec(JSON.stringify(of('message')[0]?.fields))?.[1] ?? ''
    expect(await (await fetch(media)).text()).toBe('вот')
    expect((await fetch(media.replace('Expires=1', 'Expires=2'))).status).toBe(403)
    now = new Date(now.getTime() + 3_601_000)
    expect((await fetch(media)).status).toBe(403)
  })
})

describe('faults', () => {
  it('of a call happen once, in the order they were wanted', async () => {
    account.faults.next('get_account_info', { kind: 'refuse', status: 12 })
    account.faults.next('*', { kind: 'outage', status: 503 })
    expect(await ask('get_account_info')).toMatchObject({ status: 12 })
    expect((await ask('get_account_info')).text).toContain('503')
    expect(await ask('get_account_info')).toMatchObject({ status: 0 })
    expect(account.faults.waiting()).toBe(0)
  })

  it('can let a message fail after it was accepted', async () => {
    await hook()
    const client = account.person({ isSubscribed: true })
    account.faults.next('send_message', { kind: 'failLater', description: 'not on this device' })
    expect(await ask('send_message', message(client.id))).toMatchObject({ status: 0 })
    await account.settled()
    expect(of('failed')[0]?.fields).toMatchObject({ user_id: client.id, desc: 'not on this device' })
  })

  it('offline, nobody listens; online again, everything is as before', async () => {
    await standIn.goOffline()
    await expect(ask('get_account_info')).rejects.toThrow()
    await standIn.goOnline()
    expect(await ask('get_account_info')).toMatchObject({ status: 0, id: account.id })
  })
})
