import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChannelView } from '#contract/channels'
import type { ChannelRef } from '#channels/channel'
import { createLeases } from '#lib/leases'
import { createLog } from '#lib/log'
import type { Bot } from '../../../dev/messengers/telegram.ts'
import { pollOnce, type Polled } from './poll-channel.ts'
import { startReceiving, type Receiving } from './start-receiving.ts'
import { createWorld } from './test-world.ts'

const world = await createWorld()
const { telegram, call, taken, deps, clock } = world
const pollDeps = { ...deps, pollWaitSeconds: 0 }
const never = new AbortController().signal

afterEach(() => {
  taken.splice(0)
})

async function connect(): Promise<{ bot: Bot; ref: ChannelRef; channel: ChannelView }> {
  const bot = telegram.createBot()
  const { body } = await call('anna', 'POST', '/channels', { kind: 'telegram', token: bot.token })
  const { account_id: accountId } = await world.database.db
    .selectFrom('channels')
    .select('account_id')
    .where('id', '=', body.id)
    .executeTakeFirstOrThrow()
  return { bot, channel: body, ref: { accountId, id: body.id, kind: 'telegram' } }
}
const poll = (ref: ChannelRef): Promise<Polled> => pollOnce(pollDeps, ref, never, 0)
const stateOf = async (ref: ChannelRef): Promise<ChannelView | undefined> => {
  const list = await call<{ items: ChannelView[] }>('anna', 'GET', '/channels')
  return list.body.items.find((channel) => channel.id === ref.id)
}
const textsTaken = (): string[] =>
  taken.flatMap(({ items }) => items.map((item) => (item.kind === 'message' ? item.content.text : item.kind)))
/** Health is written behind the caller's back; this is when it has been. */
const healthTold = (ref: ChannelRef, type: string): Promise<void> =>
  new Promise((resolve) => {
    const unsubscribe = world.tail.subscribe(() => {
      void world.events(ref.id).then((types) => {
        if (types.at(-1) !== type) return
        unsubscribe()
        resolve()
      })
    })
    world.tail.wake()
  })

describe('polling', () => {
  it('takes what came, in the order of each chat, and confirms it only when it is durable', async () => {
    const { bot, ref } = await connect()
    const [one, two] = [bot.person(), bot.person()]
    for (const number of [1, 2, 3]) {
      one.sendText(`раз ${number}`)
      two.sendText(`два ${number}`)
    }
    world.failing.times = 1
    await expect(poll(ref)).rejects.toThrow()
    expect(bot.pending()).toBe(6)
    taken.splice(0)
    await poll(ref)
    expect(bot.pending()).toBe(6)
    await poll(ref)
    expect(bot.pending()).toBe(0)
    expect(textsTaken().filter((text) => text.startsWith('раз'))).toEqual(['раз 1', 'раз 2', 'раз 3'])
    expect(textsTaken().filter((text) => text.startsWith('два'))).toEqual(['два 1', 'два 2', 'два 3'])
  })

  it('goes on with new updates after the ids began anew', async () => {
    const { bot, ref } = await connect()
    bot.person().sendText('до перерыва')
    await poll(ref)
    await poll(ref)
    bot.raw({
      update_id: 17,
      message: {
        message_id: 1,
        date: 1_790_000_000,
        from: { id: 9, is_bot: false, first_name: 'Н' },
        chat: { id: 9, type: 'private', first_name: 'Н' },
        text: 'после перерыва',
      },
    })
    await poll(ref)
    expect(textsTaken()).toEqual(['до перерыва', 'после перерыва'])
  })

  it('shows a conflict with another program once, and its end once', async () => {
    const { bot, ref } = await connect()
    await fetch(`${telegram.apiRoot}/bot${bot.token}/setWebhook?url=http://127.0.0.1:1/foreign`)
    expect((await poll(ref)).next).toBe('later')
    expect((await stateOf(ref))?.state).toBe('working')
    for (let time = 1; time <= 3; time += 1) {
      clock.pass(6_000)
      await poll(ref)
    }
    expect(await stateOf(ref)).toMatchObject({
      state: 'conflict',
      lastError: expect.stringContaining('webhook'),
    })
    await fetch(`${telegram.apiRoot}/bot${bot.token}/deleteWebhook`)
    const told = healthTold(ref, 'channel.recovered')
    await poll(ref)
    await told
    await poll(ref)
    expect(await stateOf(ref)).toMatchObject({ state: 'working', lastError: null })
    expect(await world.events(ref.id)).toEqual(['channel.connected', 'channel.failed', 'channel.recovered'])
  })

  it('stops at once when the token is revoked, says so once, and goes on with a new one', async () => {
    const { bot, ref } = await connect()
    bot.revoke()
    await poll(ref)
    expect((await stateOf(ref))?.state).toBe('token_revoked')
    expect(await poll(ref)).toEqual({ next: 'never' })
    const renewed = telegram.createBot({ token: `${bot.id}:renewed-renewed-renewed-renewed-renewed` })
    await call('anna', 'POST', `/channels/${ref.id}/connection`, { token: renewed.token })
    renewed.person().sendText('снова на связи')
    await poll(ref)
    expect(textsTaken()).toEqual(['снова на связи'])
    expect(await world.events(ref.id)).toEqual([
      'channel.connected',
      'channel.failed',
      'channel.changed',
      'channel.recovered',
    ])
  })

  it('does not believe news about a token that has been replaced meanwhile', async () => {
    const { bot, ref } = await connect()
    const { secrets_sealed } = await world.database.db
      .selectFrom('channels')
      .select('secrets_sealed')
      .where('id', '=', ref.id)
      .executeTakeFirstOrThrow()
    await call('anna', 'POST', `/channels/${ref.id}/connection`, { token: bot.token })
    await deps.health.failed(ref, { state: 'token_revoked', detail: 'Unauthorized' }, secrets_sealed)
    expect((await stateOf(ref))?.state).toBe('working')
  })

  it('is unreachable only after half a minute, and then says so once', async () => {
    const { bot, ref } = await connect()
    bot.faults.next('getUpdates', { kind: 'status500' }, { times: 3 })
    await poll(ref)
    clock.pass(20_000)
    await poll(ref)
    expect((await stateOf(ref))?.state).toBe('working')
    clock.pass(11_000)
    await poll(ref)
    expect((await stateOf(ref))?.state).toBe('unreachable')
    const told = healthTold(ref, 'channel.recovered')
    await poll(ref)
    await told
    expect(await world.events(ref.id)).toEqual(['channel.connected', 'channel.failed', 'channel.recovered'])
  })
})

describe('receiving', () => {
  const log = createLog({ level: 'silent' })
  const start = (nodeId: string): Receiving => {
    const leases = createLeases({ db: world.database.db, nodeId, log })
    const receiving = startReceiving({ ...pollDeps, pollWaitSeconds: 50, leases })
    return {
      look: () => receiving.look(),
      async close() {
        await receiving.close()
        await leases.close()
      },
    }
  }
  const holderOf = async (ref: ChannelRef): Promise<string | undefined> => {
    const row = await world.database.db
      .selectFrom('leases')
      .select('node_id')
      .where('name', '=', `poll:${ref.accountId}:${ref.id}`)
      .executeTakeFirst()
    return row?.node_id
  }

  it('polls each channel from one process, and another goes on when that one ends', async () => {
    const { bot, ref } = await connect()
    const [one, two] = [randomUUID(), randomUUID()]
    const first = start(one)
    await first.look()
    const second = start(two)
    await second.look()
    expect(await holderOf(ref)).toBe(one)
    bot.person().sendText('первому')
    await bot.drained()
    await first.close()
    await second.look()
    expect(await holderOf(ref)).toBe(two)
    bot.person().sendText('второму')
    await bot.drained()
    await second.close()
    expect(textsTaken()).toEqual(['первому', 'второму'])
  })

  it('moves to the webhook when the server becomes reachable, and back', async () => {
    const { bot, ref } = await connect()
    const receiving = start(randomUUID())
    await receiving.look()
    world.webhook.base = world.base
    await receiving.look()
    expect([bot.webhook?.url.startsWith(world.base), (await stateOf(ref))?.mode]).toEqual([true, 'webhook'])
    bot.person().sendText('по вебхуку')
    await bot.drained()
    world.webhook.base = null
    clock.pass(60_000)
    await receiving.look()
    expect([bot.webhook, (await stateOf(ref))?.mode]).toEqual([null, 'polling'])
    bot.person().sendText('по опросу')
    await receiving.look()
    await bot.drained()
    await receiving.close()
    expect(textsTaken()).toEqual(['по вебхуку', 'по опросу'])
    expect(await world.events(ref.id)).toEqual(['channel.connected'])
  })
})
