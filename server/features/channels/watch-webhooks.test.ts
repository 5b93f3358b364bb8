import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { ChannelHealthView } from '#contract/channel-health'
import type { ChannelView } from '#contract/channels'
import { createLeases } from '#lib/leases'
import { createLog } from '#lib/log'
import type { Bot } from '../../../dev/messengers/telegram.ts'
import { startReceiving } from './start-receiving.ts'
import { createWorld } from './test-world.ts'

const world = await createWorld()
const { telegram, call, taken, deps, clock } = world

async function connect(): Promise<{ bot: Bot; id: number }> {
  const bot = telegram.createBot()
  const { body } = await call('anna', 'POST', '/channels', { kind: 'telegram', token: bot.token })
  return { bot, id: body.id }
}
const stateOf = async (id: number): Promise<ChannelView | undefined> => {
  const list = await call<{ items: ChannelView[] }>('anna', 'GET', '/channels')
  return list.body.items.find((channel) => channel.id === id)
}
const healthOf = async (id: number): Promise<ChannelHealthView | undefined> => {
  const list = await call<{ items: ChannelHealthView[] }>('anna', 'GET', '/channels/health')
  return list.body.items.find((each) => each.channelId === id)
}
/** Telegram has tried to deliver, in vain, since the clock was turned. */
const refusedAgain = (bot: Bot): Promise<void> =>
  vi.waitFor(async () => {
    const answer = await fetch(`${telegram.apiRoot}/bot${bot.token}/getWebhookInfo`)
    const { result } = z
      .object({ result: z.looseObject({ last_error_date: z.number() }) })
      .parse(await answer.json())
    expect(result.last_error_date).toBeGreaterThanOrEqual(Math.floor(clock.now.getTime() / 1000))
  }, 60_000)
const textsTaken = (): string[] =>
  taken.flatMap(({ items }) => items.map((item) => (item.kind === 'message' ? item.content.text : item.kind)))

describe('a webhook that has been set', () => {
  const leases = createLeases({
    db: world.database.db,
    nodeId: randomUUID(),
    log: createLog({ level: 'silent' }),
  })
  const receiving = startReceiving({ ...deps, pollWaitSeconds: 0, leases })
  const later = async (ms: number): Promise<void> => {
    clock.pass(ms)
    await receiving.look()
  }
  afterAll(async () => {
    await receiving.close()
    await leases.close()
  })

  it('is a conflict when another program takes it away, until it is ours again', async () => {
    world.webhook.base = world.base
    const { bot, id } = await connect()
    await later(0)
    await fetch(`${telegram.apiRoot}/bot${bot.token}/setWebhook?url=http://127.0.0.1:1/foreign`)
    await later(5 * 60_000)
    await later(21_000)
    expect((await stateOf(id))?.state).toBe('conflict')
    await call('anna', 'POST', `/channels/${id}/connection`, {})
    expect([(await stateOf(id))?.state, bot.webhook?.url.startsWith(world.base)]).toEqual(['working', true])
  })

  it('gives way to polling when updates wait because they cannot be delivered, and the health says why', async () => {
    world.webhook.base = 'http://127.0.0.1:9'
    const { bot, id } = await connect()
    await later(0)
    bot.person().sendText('не пропаду')
    for (const [ms, mode] of [
      [5 * 60_000, 'webhook'],
      [61_000, 'polling'],
    ] as const) {
      clock.pass(ms)
      await refusedAgain(bot)
      await receiving.look()
      expect((await stateOf(id))?.mode).toBe(mode)
      expect(await healthOf(id)).toMatchObject(
        mode === 'webhook'
          ? { waiting: { count: 1 }, modeReason: null }
          : { waiting: null, modeReason: 'undelivered' },
      )
    }
    expect(await stateOf(id)).toMatchObject({
      mode: 'polling',
      state: 'working',
      lastError: expect.stringContaining('Connection refused'),
    })
    await receiving.look()
    await bot.drained()
    expect(textsTaken()).toEqual(['не пропаду'])
  })
})
