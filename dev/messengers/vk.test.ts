import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleJpeg, sampleVoice } from './telegram/sample-files.ts'
import type { Fields } from './vk/json.ts'
import { call, codeOf, read, startReceiver, type Receiver } from './vk/testing.ts'
import { startVkStandIn, type Community, type Person } from './vk.ts'

const standIn = await startVkStandIn({ secondMs: 10, retryDelaySeconds: () => 1, keptEvents: 3 })
afterAll(() => standIn.close())

let community: Community
let client: Person
beforeEach(() => {
  community = standIn.createCommunity({ name: 'Лавка' })
  client = community.person({ firstName: 'Вера' })
  client.start()
})

const ask = (method: string, parameters?: Record<string, string | number>): Promise<Fields> =>
  call(standIn.apiRoot, community, method, parameters)
const send = (more: Record<string, string | number> = {}): Promise<Fields> =>
  ask('messages.send', { peer_ids: client.id, random_id: 1, message: 'а', ...more })

describe('a call', () => {
  it('needs its token, the version and a body that can be read; refusals come with HTTP 200', async () => {
    const method = `${standIn.apiRoot}/method/groups.getById`
    const json = JSON.stringify({ access_token: community.token, v: '5.199' })
    const headers = { 'content-type': 'application/json' }
    const answers = await Promise.all([
      fetch(method, { method: 'POST', headers, body: json }),
      fetch(method, { method: 'POST', body: new URLSearchParams({ access_token: 'wrong', v: '5.199' }) }),
      fetch(method, { method: 'POST', body: new URLSearchParams({ access_token: community.token }) }),
      fetch(`${standIn.apiRoot}/method/no.such`, { method: 'POST' }),
    ])
    const codes = await Promise.all(answers.map(async (answer) => codeOf(await read(answer))))
    expect(codes).toEqual([5, 5, 8, 3])
  })

  it('never repeats the token in a refusal, and the journal does not keep it', async () => {
    const answer = await ask('messages.send', { peer_id: client.id })
    expect(codeOf(answer)).toBe(100)
    expect(JSON.stringify([answer, community.calls])).not.toContain(community.token)
  })

  it('needs the right it is for', async () => {
    community.rights = ['messages']
    expect(codeOf(await ask('groups.getCallbackServers', { group_id: community.id }))).toBe(15)
    expect(codeOf(await send())).toBeNull()
  })

  it('is refused when there are too many in a second', async () => {
    const strict = await startVkStandIn({ requestsPerSecond: 3, secondMs: 60_000 })
    const own = strict.createCommunity()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call(strict.apiRoot, own, 'groups.getById')),
    )
    expect(answers.map(codeOf).toSorted()).toEqual([6, 6, null, null, null])
    await strict.close()
  })
})

describe('messages.send', () => {
  it('needs a random_id, a recipient, something to say, and no more than fits', async () => {
    const wrong: [Record<string, string | number>, number][] = [
      [{ random_id: '' }, 100],
      [{ random_id: 2 ** 31 }, 100],
      [{ peer_ids: '' }, 100],
      [{ message: ' \n ' }, 100],
      [{ message: 'я'.repeat(4097) }, 914],
      [{ attachment: 'photo-1_2_3' }, 100],
      [{ attachment: Array.from({ length: 11 }, () => 'doc1_2').join(',') }, 100],
      [{ keyboard: '{}' }, 911],
      [{ forward: '[1]' }, 100],
    ]
    for (const [parameters, code] of wrong)
      expect([parameters, codeOf(await send(parameters))]).toEqual([parameters, code])
    expect(community.sent).toEqual([])
  })

  it('answers one recipient with an id, a list with a line for each, refusals inside it', async () => {
    const stranger = community.person()
    expect(
      (await ask('messages.send', { peer_id: client.id, random_id: 1, message: 'а' }))['response'],
    ).toEqual(expect.any(Number))
    const { response } = await send({ peer_ids: `${client.id},${stranger.id}`, random_id: 2 })
    expect(response).toMatchObject([
      { peer_id: client.id, conversation_message_id: 3 },
      { peer_id: stranger.id, message_id: 0, error: { code: 901 } },
    ])
  })

  it('with a random_id that was used gives the same message and sends nothing; 0 protects from nothing', async () => {
    const [first, again] = [await send({ random_id: 9 }), await send({ random_id: 9, message: 'другое' })]
    expect(again).toEqual(first)
    await send({ random_id: 0 })
    await send({ random_id: 0 })
    expect(community.sent.length).toBe(3)
  })
})

describe('an upload', () => {
  const hand = async (address: unknown, field: string, bytes: Buffer, name: string): Promise<Fields> => {
    const body = new FormData()
    body.set(field, new File([new Uint8Array(bytes)], name))
    return read(await fetch(String(address), { method: 'POST', body }))
  }
  const addressOf = async (method: string, type = 'doc'): Promise<unknown> => {
    const { response } = await ask(method, { peer_id: client.id, type })
    return typeof response === 'object' && response !== null && 'upload_url' in response
      ? response.upload_url
      : null
  }
  const photos = 'photos.getMessagesUploadServer'
  const documents = 'docs.getMessagesUploadServer'

  it('is taken once, under its field, and saved once with its receipt', async () => {
    const address = await addressOf(photos)
    const uploaded = await hand(address, 'photo', sampleJpeg(64, 64), 'a.jpg')
    expect(await hand(address, 'photo', sampleJpeg(64, 64), 'a.jpg')).toHaveProperty('error')
    expect(await hand(await addressOf(photos), 'file', sampleJpeg(64, 64), 'a.jpg')).toHaveProperty('error')
    const receipt = { photo: String(uploaded['photo']), server: String(uploaded['server']) }
    expect(codeOf(await ask('photos.saveMessagesPhoto', { ...receipt, hash: 'wrong' }))).toBe(121)
    const { response } = await ask('photos.saveMessagesPhoto', { ...receipt, hash: String(uploaded['hash']) })
    expect(response).toBeUndefined()
    const second = await hand(await addressOf(photos), 'photo', sampleJpeg(64, 64), 'a.jpg')
    const good = {
      photo: String(second['photo']),
      server: String(second['server']),
      hash: String(second['hash']),
    }
    expect((await ask('photos.saveMessagesPhoto', good))['response']).toMatchObject([
      { owner_id: -community.id },
    ])
    expect(codeOf(await ask('photos.saveMessagesPhoto', good))).toBe(121)
  })

  it('of a wrong kind gets no receipt', async () => {
    expect(await hand(await addressOf(photos), 'photo', Buffer.from('x'), 'a.jpg')).toMatchObject({
      photo: '[]',
    })
    for (const name of ['a.exe', 'a.mp3']) {
      expect(await hand(await addressOf(documents), 'file', Buffer.from('x'), name)).toHaveProperty('error')
    }
    const voice = await addressOf(documents, 'audio_message')
    expect(await hand(voice, 'file', Buffer.from('x'), 'a.ogg')).toHaveProperty('error')
    const good = await addressOf(documents, 'audio_message')
    expect(await hand(good, 'file', sampleVoice(1), 'a.ogg')).toHaveProperty('file')
  })
})

describe('the Callback API', () => {
  let receiver: Receiver
  const codeNow = async (): Promise<string> => {
    const { response } = await ask('groups.getCallbackConfirmationCode', { group_id: community.id })
    return typeof response === 'object' && response !== null && 'code' in response
      ? String(response.code)
      : ''
  }
  const group = (): { group_id: number } => ({ group_id: community.id })
  const connect = async (): Promise<number> => {
    const server = { url: receiver.url, title: 'тест', secret_key: 'тайна' }
    const { response } = await ask('groups.addCallbackServer', { ...group(), ...server })
    const id =
      typeof response === 'object' && response !== null && 'server_id' in response ? response.server_id : 0
    const settings = { ...group(), server_id: Number(id), api_version: '5.199', message_new: 1 }
    await ask('groups.setCallbackSettings', settings)
    return Number(id)
  }
  beforeEach(async () => {
    receiver = await startReceiver(codeNow)
  })
  afterEach(() => receiver.close())

  it('takes a server that answers with the code, and another code the next time', async () => {
    const before = await codeNow()
    await connect()
    expect(community.servers).toMatchObject([{ status: 'ok', events: ['message_new'] }])
    expect(await codeNow()).not.toBe(before)
    const wrong: Record<string, string>[] = [
      { url: 'http://example.com/', title: 'x' },
      { url: receiver.url, title: 'пятнадцать букв' },
      { url: receiver.url, title: 'x', secret_key: 'x'.repeat(51) },
    ]
    for (const server of wrong) {
      expect(codeOf(await ask('groups.addCallbackServer', { ...group(), ...server }))).toBe(100)
    }
  })

  it('delivers only what was asked for, with the secret, the same id at every repeat and a count of them', async () => {
    await connect()
    const replies = [{ status: 200, body: 'OK' }, { status: 404, body: 'ok' }, null]
    receiver.reply = (_event, index) => replies[index] ?? null
    client.type()
    client.sendText('привет')
    await community.drained()
    expect(receiver.received.map(({ headers }) => headers['x-retry-counter'])).toEqual([undefined, '1', '2'])
    expect(new Set(receiver.received.map(({ event }) => event['event_id'])).size).toBe(1)
    expect(receiver.received[0]?.event).toMatchObject({
      type: 'message_new',
      secret: 'тайна',
      group_id: community.id,
    })
  })

  it('goes on with other events while one waits for its repeat, and obeys a date to wait for', async () => {
    await connect()
    const later = new Date(Date.now() + 5000).toUTCString()
    receiver.reply = (_event, index) =>
      index === 0 ? { status: 503, headers: { 'retry-after': later }, body: '' } : null
    client.sendText('раз')
    client.sendText('два')
    await community.drained()
    const texts = receiver.received.map(({ event }) => JSON.stringify(event).includes('"раз"'))
    expect(texts).toEqual([true, false, true])
  })

  it('drops a server that asks for it', async () => {
    await connect()
    receiver.reply = () => ({ body: 'remove' })
    client.sendText('раз')
    await community.drained()
    expect(community.servers).toEqual([])
  })
})

describe('Long Poll', () => {
  const check = async (query: Record<string, string>): Promise<Fields> =>
    read(
      await fetch(
        `${standIn.apiRoot}/longpoll/${community.id}?${new URLSearchParams({ act: 'a_check', wait: '0', ...query })}`,
      ),
    )

  it('has to be switched on; forgets old events, keys and everything, and says which', async () => {
    expect(codeOf(await ask('groups.getLongPollServer', { group_id: community.id }))).toBe(100)
    const settings = { group_id: community.id, enabled: 1, api_version: '5.199', message_new: 1 }
    await ask('groups.setLongPollSettings', settings)
    const { response } = await ask('groups.getLongPollServer', { group_id: community.id })
    const place = response as { key: string; ts: string }
    client.sendText('раз')
    expect(await check(place)).toMatchObject({ ts: expect.any(String), updates: [{ type: 'message_new' }] })
    for (const text of ['2', '3', '4', '5']) client.sendText(text)
    expect(await check(place)).toEqual({ failed: 1, ts: expect.any(Number) })
    expect(await check({ ...place, key: 'wrong' })).toEqual({ failed: 2 })
    community.longPoll.loseEverything()
    expect(await check(place)).toEqual({ failed: 3 })
  })
})

describe('the playground', () => {
  const act = async (
    fields: Record<string, string | File>,
    headers: Record<string, string> = {},
  ): Promise<Response> => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const url = `${standIn.apiRoot}/playground/act?community=${community.id}`
    return fetch(url, { method: 'POST', body, headers })
  }

  it('is served with its parts, and the root leads to it', async () => {
    const page = await fetch(`${standIn.apiRoot}/`)
    expect(page.url).toBe(`${standIn.apiRoot}/playground`)
    const html = await page.text()
    for (const part of ['page.css', 'bubbles.css', 'icon.svg', 'main.js'])
      expect(html).toContain(`/playground/${part}`)
    for (const part of ['page.css', 'bubbles.css', 'icon.svg', 'main.js', 'bubbles.js', 'words.js']) {
      expect([part, (await fetch(`${standIn.apiRoot}/playground/${part}`)).status]).toEqual([part, 200])
    }
    expect((await fetch(`${standIn.apiRoot}/playground/other.js`)).status).toBe(404)
  })

  it('lets a person made there write and hear the answer', async () => {
    await act({ act: 'createPerson', name: 'Анна Сергеевна' })
    const person = community.people().at(-1)
    await act({ act: 'text', person: String(person?.id), text: 'Добрый день' })
    const file = new File([new Uint8Array(sampleJpeg(32, 32))], 'a.jpg', { type: 'image/jpeg' })
    await act({ act: 'files', person: String(person?.id), text: 'вот', file })
    await send({ peer_ids: person?.id ?? 0, random_id: 5, message: 'Здравствуйте' })
    const chat = await fetch(
      `${standIn.apiRoot}/playground/chat?community=${community.id}&person=${person?.id}`,
    )
    expect(await chat.json()).toMatchObject({
      messages: [
        { text: 'Добрый день' },
        { text: 'вот', attachments: [{ type: 'photo' }] },
        { text: 'Здравствуйте', from_id: -community.id },
      ],
    })
    const samples = [
      'photo',
      'album',
      'document',
      'voice',
      'sticker',
      'place',
      'video',
      'post',
      'poll',
      'unknown',
    ]
    for (const kind of samples) {
      expect([kind, (await act({ act: 'sample', person: String(person?.id), kind })).status]).toEqual([
        kind,
        200,
      ])
    }
  })

  it('switches faults on, and no other site can act through it', async () => {
    await act({ act: 'fault', place: 'messages.send', kind: 'error901', times: '1' })
    expect(codeOf(await send())).toBe(901)
    expect((await act({ act: 'fault', kind: 'earthquake' })).status).toBe(400)
    expect((await act({ act: 'createPerson' }, { origin: 'https://evil.example' })).status).toBe(403)
  })
})
