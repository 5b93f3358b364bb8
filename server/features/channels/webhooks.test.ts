import { afterEach, describe, expect, it } from 'vitest'
import type { ChannelView } from '#contract/channels'
import type { Bot } from '../../../dev/messengers/telegram.ts'
import { createWorld } from './test-world.ts'

const world = await createWorld()
const { telegram, call, taken, deps } = world
world.webhook.base = world.base

afterEach(() => {
  taken.splice(0)
  world.setAside.splice(0)
})

async function connect(): Promise<{ bot: Bot; channel: ChannelView; path: string; secret: string }> {
  const bot = telegram.createBot()
  const { body } = await call('anna', 'POST', '/channels', { kind: 'telegram', token: bot.token })
  return {
    bot,
    channel: body,
    path: new URL(bot.webhook?.url ?? '').pathname,
    secret: bot.webhook?.secretToken ?? '',
  }
}

const post = (path: string, secret: string | null, payload: string) =>
  world.app.inject({
    method: 'POST',
    url: path,
    headers: {
      'content-type': 'application/json',
      ...(secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret }),
    },
    payload,
  })
const update = JSON.stringify({
  update_id: 7,
  message: {
    message_id: 1,
    date: 1_790_000_000,
    from: { id: 5, first_name: 'Аня' },
    chat: { id: 5, type: 'private' },
    text: 'здравствуйте',
  },
})

describe('the webhook of Telegram', () => {
  it('hands what a client writes to the right channel and answers with an empty good answer', async () => {
    const { bot, channel } = await connect()
    bot.person({ firstName: 'Ольга' }).sendText('Есть ли в сером цвете?')
    await bot.drained()
    expect(taken.map((each) => [each.channel.id, each.items.map((item) => item.kind)])).toEqual([
      [channel.id, ['message']],
    ])
    const { path, secret } = await connect()
    const answer = await post(path, secret, update)
    expect([answer.statusCode, answer.body]).toEqual([200, ''])
  })

  it('counts only what somebody wrote as the last message of the channel', async () => {
    const { channel, path, secret } = await connect()
    const lastInAt = async (): Promise<string | null | undefined> => {
      const { body } = await call<{ items: ChannelView[] }>('anna', 'GET', '/channels')
      return body.items.find((each) => each.id === channel.id)?.lastInAt
    }
    await post(path, secret, JSON.stringify({ update_id: 8, poll: { id: '1' } }))
    expect(await lastInAt()).toBeNull()
    await post(path, secret, update)
    await expect.poll(lastInAt).toEqual(expect.any(String))
  })

  it('takes nothing under a wrong path or with a wrong or missing secret header', async () => {
    const { path, secret } = await connect()
    const other = await connect()
    const answers = [
      await post(path, null, update),
      await post(path, `${secret}x`, update),
      await post(path, '', update),
      await post(path, other.secret, update),
      await post(`${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`, secret, update),
      await post('/hooks/telegram/', secret, update),
      await post(path.replace('telegram', 'website'), secret, update),
    ]
    expect(answers.map((answer) => answer.statusCode)).toEqual([403, 403, 403, 403, 404, 404, 404])
    expect(taken).toEqual([])
    expect((await post(path, secret, update)).statusCode).toBe(200)
    expect(taken.length).toBe(1)
  })

  it('does not read the body of a stranger', async () => {
    const { path, secret } = await connect()
    const answer = await post(`${path}x`, secret, `{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`)
    expect(answer.statusCode).toBe(404)
  })

  it('refuses what is no JSON or too large', async () => {
    const { path, secret } = await connect()
    expect((await post(path, secret, 'hello')).statusCode).toBe(400)
    expect((await post(path, secret, `{"a":"${'x'.repeat(1024 * 1024)}"}`)).statusCode).toBe(413)
    expect(taken).toEqual([])
  })

  it('answers well to kinds it does not know, and hands nothing on', async () => {
    const { path, secret } = await connect()
    for (const unknown of ['{"update_id":1,"telepathy":{}}', '{}', '[]', 'null', '"text"']) {
      expect((await post(path, secret, unknown)).statusCode).toBe(200)
    }
    expect(taken).toEqual([])
  })

  it('answers 503 with Retry-After while the database is away; the update comes again', async () => {
    const { bot, path, secret } = await connect()
    world.failing.times = 1
    const answer = await post(path, secret, update)
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5'])
    world.failing.times = 1
    bot.person().sendText('дойдёт со второго раза')
    await bot.drained()
    expect(taken.map(({ items }) => items[0]?.kind)).toEqual(['message'])
  })

  it('sets an update aside that our own rules cannot read, and answers well: it must not block its chat', async () => {
    const { bot } = await connect()
    const { receive } = deps.messengers.telegram
    deps.messengers.telegram.receive = (given, at) => {
      if (JSON.stringify(given).includes('яд')) throw new Error('a rule of ours is wrong')
      return receive(given, at)
    }
    const person = bot.person()
    person.sendText('яд')
    person.sendText('хлеб')
    await bot.drained()
    deps.messengers.telegram.receive = receive
    expect(world.setAside.length).toBe(1)
    expect(taken.length).toBe(1)
  })

  it('is closed as soon as the channel is disconnected', async () => {
    const { channel, path, secret } = await connect()
    expect((await post(path, secret, update)).statusCode).toBe(200)
    const forgotten = new Promise<void>((resolve) => {
      const unsubscribe = world.tail.subscribe((changes) => {
        if (!changes?.some((each) => each.topic === 'channels')) return
        unsubscribe()
        resolve()
      })
    })
    await call('anna', 'DELETE', `/channels/${channel.id}/connection`)
    await forgotten
    expect((await post(path, secret, update)).statusCode).toBe(404)
  })

  it('has another secret after reconnecting', async () => {
    const { bot, channel, path, secret } = await connect()
    await call('anna', 'DELETE', `/channels/${channel.id}/connection`)
    await call('anna', 'POST', `/channels/${channel.id}/connection`, {})
    expect(bot.webhook?.secretToken).not.toBe(secret)
    expect((await post(path, secret, update)).statusCode).toBe(404)
    bot.person().sendText('по новому адресу')
    await bot.drained()
    expect(taken.length).toBe(1)
  })
})
