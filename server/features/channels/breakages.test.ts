import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { ChannelHealthView } from '#contract/channel-health'
import type { ChannelKind } from '#contract/channels'
import type { ChannelFailure, ChannelRef } from '#channels/channel'
import type { Bot } from '../../../dev/messengers/telegram.ts'
import { createChannelHealth } from './channel-health.ts'
import { noteReceiving } from './note-receiving.ts'
import { pollOnce } from './poll-channel.ts'
import { createWorld } from './test-world.ts'

const world = await createWorld()
const { telegram, call, clock, deps, taken } = world
const { db } = world.database
const pollDeps = { ...deps, pollWaitSeconds: 0 }
const minuteMs = 60_000
const hourMs = 60 * minuteMs

async function connect(): Promise<{ bot: Bot; ref: ChannelRef }> {
  const bot = telegram.createBot()
  const { body } = await call('anna', 'POST', '/channels', { kind: 'telegram', token: bot.token })
  const { account_id: accountId } = await db
    .selectFrom('channels')
    .select('account_id')
    .where('id', '=', body.id)
    .executeTakeFirstOrThrow()
  return { bot, ref: { accountId, id: body.id, kind: 'telegram' } }
}
const breakagesOf = (ref: ChannelRef) =>
  db
    .selectFrom('channel_breakages')
    .select(['state', 'began_at', 'ended_at', 'told_at', 'lost_until'])
    .where('channel_id', '=', ref.id)
    .orderBy('id')
    .execute()
const healthOf = async (ref: ChannelRef): Promise<ChannelHealthView | undefined> => {
  const { body } = await call<{ items: ChannelHealthView[] }>('anna', 'GET', '/channels/health')
  return body.items.find((each) => each.channelId === ref.id)
}
type Failure = Pick<ChannelFailure, 'state' | 'detail'>
const conflict: Failure = { state: 'conflict', detail: 'Conflict' }
const unreachable: Failure = { state: 'unreachable', detail: 'fetch failed' }

/** Fails for so long, asked every five seconds. */
async function failFor(ref: ChannelRef, failure: Failure, ms: number, health = deps.health): Promise<void> {
  for (let passed = 0; passed <= ms; passed += 5000) {
    await health.failed(ref, failure)
    clock.pass(5000)
  }
}
/** The channel works again; resolves when that is written. */
const works = async (ref: ChannelRef, health = deps.health): Promise<void> => {
  health.succeeded(ref)
  await expect.poll(async () => (await breakagesOf(ref)).every((each) => each.ended_at !== null)).toBe(true)
}

describe('a breakage', () => {
  it('is one, whichever and however many processes find it', async () => {
    const { ref } = await connect()
    const another = createChannelHealth({ ...deps })
    await Promise.all([failFor(ref, conflict, minuteMs), failFor(ref, conflict, minuteMs, another)])
    expect(await breakagesOf(ref)).toMatchObject([
      { state: 'conflict', ended_at: null, told_at: expect.any(Date) },
    ])
    expect(await healthOf(ref)).toMatchObject({ broken: { state: 'conflict', since: expect.any(String) } })
    await works(ref)
    another.close()
    expect(await healthOf(ref)).toMatchObject({ broken: null })
    expect(await world.events(ref.id)).toEqual(['channel.connected', 'channel.failed', 'channel.recovered'])
  })

  it('that may pass by itself is told only when it lasts', async () => {
    const { ref } = await connect()
    const began = clock.now
    await failFor(ref, unreachable, 2 * minuteMs)
    expect(await breakagesOf(ref)).toMatchObject([{ state: 'unreachable', began_at: began, told_at: null }])
    await failFor(ref, unreachable, 4 * minuteMs)
    expect(await breakagesOf(ref)).toMatchObject([{ told_at: expect.any(Date), ended_at: null }])
    await works(ref)
  })

  it('that comes and goes is one, and is told once more only when it comes back and stays', async () => {
    const { ref } = await connect()
    for (let time = 1; time <= 3; time += 1) {
      await failFor(ref, conflict, minuteMs)
      await works(ref)
      clock.pass(2 * minuteMs)
    }
    const [first, ...others] = await breakagesOf(ref)
    expect([first?.state, others]).toEqual(['conflict', []])
    await failFor(ref, conflict, 20 * minuteMs)
    const [again] = await breakagesOf(ref)
    expect(Number(again?.told_at)).toBeGreaterThan(Number(first?.told_at))
    await works(ref)
    clock.pass(hourMs)
    await failFor(ref, conflict, minuteMs)
    expect(await breakagesOf(ref)).toHaveLength(2)
    await works(ref)
  })

  it('of the token is another one than that of the line, and ends when the channel is connected anew', async () => {
    const { bot, ref } = await connect()
    await failFor(ref, unreachable, 6 * minuteMs)
    bot.revoke()
    await pollOnce(pollDeps, ref, new AbortController().signal, 0)
    expect(await breakagesOf(ref)).toMatchObject([
      { state: 'unreachable', ended_at: expect.any(Date) },
      { state: 'token_revoked', ended_at: null, told_at: expect.any(Date) },
    ])
    const { token } = telegram.createBot({ token: `${bot.id}:renewed-renewed-renewed-renewed-renewed` })
    await call('anna', 'POST', `/channels/${ref.id}/connection`, { token })
    expect((await breakagesOf(ref)).filter((each) => each.ended_at === null)).toEqual([])
    const { rows } = await sql<{
      road: string
      told: string
    }>`select road, coalesce(before::text, '') || after::text as told
      from events where type = 'channel.changed' and account_id = ${ref.accountId} and channel_id = ${ref.id}`.execute(
      db,
    )
    expect(rows).toEqual([{ road: 'hand', told: '{"token": null}{"token": "given_anew"}' }])
  })

  it('ends when somebody disconnects the channel', async () => {
    const { ref } = await connect()
    await failFor(ref, conflict, minuteMs)
    await call('anna', 'DELETE', `/channels/${ref.id}/connection`)
    expect(await breakagesOf(ref)).toMatchObject([{ ended_at: expect.any(Date) }])
  })
})

describe('after a breakage', () => {
  it('what waited at the messenger comes in its order, each once', async () => {
    const { bot, ref } = await connect()
    const poll = () => pollOnce(pollDeps, ref, new AbortController().signal, 0)
    const person = bot.person()
    bot.faults.next('getUpdates', { kind: 'status500' }, { times: 2 })
    person.sendText('раз')
    await poll()
    clock.pass(40_000)
    person.sendText('два')
    await poll()
    expect(await healthOf(ref)).toMatchObject({ broken: { state: 'unreachable' } })
    person.sendText('три')
    await poll()
    await poll()
    await expect.poll(async () => (await healthOf(ref))?.broken).toBeNull()
    const texts = taken
      .filter(({ channel }) => channel.id === ref.id)
      .flatMap(({ items }) => items.map((item) => (item.kind === 'message' ? item.content.text : item.kind)))
    expect(texts).toEqual(['раз', 'два', 'три'])
  })
})

describe('a time in which nobody received', () => {
  /** A channel of a messenger without calling it. */
  async function channelOf(kind: ChannelKind): Promise<ChannelRef> {
    const { ref } = await connect()
    await sql`update channels set kind = ${kind} where id = ${ref.id}`.execute(db)
    return { ...ref, kind }
  }
  const note = (): Promise<void> => noteReceiving({ ...deps, clock: () => clock.now })

  it('is told when it was longer than the messenger keeps its updates, by one of all nodes', async () => {
    const channels = [await channelOf('viber'), await channelOf('telegram'), await channelOf('vk')] as const
    await note()
    const from = clock.now
    clock.pass(50 * minuteMs)
    await note()
    expect(await Promise.all(channels.map(breakagesOf))).toEqual([[], [], []])
    clock.pass(3 * hourMs)
    await Promise.all([note(), note(), note()])
    const [viber, ...others] = await Promise.all(channels.map(breakagesOf))
    expect(others).toEqual([[], []])
    const began = new Date(from.getTime() + 50 * minuteMs)
    const lost = new Date(clock.now.getTime() - hourMs)
    expect(viber).toMatchObject([{ state: 'missed', began_at: began, lost_until: lost, ended_at: clock.now }])
    expect(await healthOf(channels[0])).toMatchObject({
      missed: { from: began.toISOString(), until: lost.toISOString() },
      broken: null,
    })
    clock.pass(25 * hourMs)
    await note()
    expect((await Promise.all(channels.map(breakagesOf))).map((each) => each.length)).toEqual([2, 1, 0])
  })

  it('is none while somebody had disconnected the channel', async () => {
    const { ref, bot } = await connect()
    await note()
    await call('anna', 'DELETE', `/channels/${ref.id}/connection`)
    clock.pass(minuteMs)
    await note()
    clock.pass(48 * hourMs)
    await call('anna', 'POST', `/channels/${ref.id}/connection`, { token: bot.token })
    await note()
    expect(await breakagesOf(ref)).toEqual([])
  })

  it('goes on while the token is revoked, and is told when there is a new one', async () => {
    const { ref, bot } = await connect()
    await note()
    await deps.health.failed(ref, { state: 'token_revoked', detail: 'Unauthorized' })
    clock.pass(30 * hourMs)
    await note()
    expect(await breakagesOf(ref)).toHaveLength(1)
    await call('anna', 'POST', `/channels/${ref.id}/connection`, { token: bot.token })
    await note()
    expect(await breakagesOf(ref)).toMatchObject([{ state: 'token_revoked' }, { state: 'missed' }])
  })
})

const chatId = '00000000-0000-7000-8000-000000000001'

/** A chat with something to send. */
async function insertChat({ accountId, id }: ChannelRef): Promise<void> {
  await sql`with contact as (
      insert into contacts (account_id, id, root_id, name, name_source) values (${accountId}, 900, 900, 'К', 'user')
    ), chat as (
      insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name)
      values (${accountId}, ${chatId}, ${id}, '1', 900, 'К')
    )
    insert into outbox (account_id, chat_id, channel_id, due_at) values (${accountId}, ${chatId}, ${id}, now())`.execute(
    db,
  )
}

async function insertQueued({ accountId, id }: ChannelRef, at: Date): Promise<void> {
  const messageId = randomUUID()
  await sql`with message as (
      insert into messages (account_id, id, chat_id, direction, kind, actor_kind, placed_at, received_at, state)
      values (${accountId}, ${messageId}, ${chatId}, 'out', 'text', 'user', ${at}, ${at}, 'queued')
    )
    insert into message_parts (account_id, message_id, position, chat_id, channel_id, state)
    values (${accountId}, ${messageId}, 0, ${chatId}, ${id}, 'queued')`.execute(db)
}

describe('the health of a channel', () => {
  it('says how late messages come: the middle of the last ones', async () => {
    const { ref } = await connect()
    for (const lateMs of [1000, 300_000, 2000]) {
      clock.pass(2000)
      deps.health.received(ref, new Date(clock.now.getTime() - lateMs))
      await expect
        .poll(async () => {
          const row = await db
            .selectFrom('channel_health')
            .select('last_in_at')
            .where('channel_id', '=', ref.id)
            .executeTakeFirst()
          return row?.last_in_at
        })
        .toEqual(clock.now)
    }
    expect(await healthOf(ref)).toMatchObject({ delaySeconds: 2 })
  })

  it('says till when the messenger has to be left alone, and what waits there', async () => {
    const { ref } = await connect()
    const until = new Date(clock.now.getTime() + minuteMs)
    await sql`update channel_health set paused_until = ${until}, waiting_count = 7, waiting_at = ${clock.now}
      where channel_id = ${ref.id}`.execute(db)
    expect(await healthOf(ref)).toMatchObject({
      limitedUntil: until.toISOString(),
      waiting: { count: 7, at: clock.now.toISOString() },
    })
    clock.pass(hourMs)
    expect(await healthOf(ref)).toMatchObject({ limitedUntil: null, waiting: null })
  })

  it('says how many messages have not left, and since when', async () => {
    const { ref } = await connect()
    const at = new Date(clock.now.getTime() - 10 * minuteMs)
    await insertChat(ref)
    for (const minutes of [0, 1]) await insertQueued(ref, new Date(at.getTime() + minutes * minuteMs))
    expect(await healthOf(ref)).toMatchObject({ queue: { count: 2, since: at.toISOString() } })
  })

  it('is only for who may change settings, and of one’s own account', async () => {
    const { ref } = await connect()
    expect((await call('boris', 'GET', '/channels/health')).status).toBe(403)
    const { body } = await call<{ items: ChannelHealthView[] }>('stranger', 'GET', '/channels/health')
    expect(body.items.filter((each) => each.channelId === ref.id)).toEqual([])
  })
})
