import { describe, expect, it } from 'vitest'
import type { ChannelView } from '#contract/channels'
import { createWorld, type Answer, type ErrorAnswer } from './test-world.ts'

const world = await createWorld()
const { telegram, database, call, webhook } = world

const connect = (who: string, token: string): Promise<Answer<ChannelView>> =>
  call(who, 'POST', '/channels', { kind: 'telegram', token })
const connectFails = (who: string, token: string): Promise<Answer<ErrorAnswer>> =>
  call<ErrorAnswer>(who, 'POST', '/channels', { kind: 'telegram', token })
const countRows = async (table: 'channels' | 'channel_owners' | 'webhook_paths'): Promise<number> => {
  const { count } = await database.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

describe('connecting a bot', () => {
  it('shows whose token it is before anything is stored', async () => {
    const bot = telegram.createBot({ name: 'Мебель «Тихий угол»', username: 'tihiy_ugol_bot' })
    const checked = await call<{ name: string; handle: string }>('anna', 'POST', '/channels/checks', {
      kind: 'telegram',
      token: bot.token,
    })
    expect(checked.status).toBe(200)
    expect(checked.body).toEqual({ name: 'Мебель «Тихий угол»', handle: 'tihiy_ugol_bot' })
    expect(await countRows('channels')).toBe(0)
  })

  it('refuses a token that Telegram does not know, and stores nothing', async () => {
    for (const token of ['1234567:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'nonsense', '../getMe', '12:a?b=c']) {
      const answer = await connectFails('anna', token)
      expect([answer.status, answer.body.error.code]).toEqual([422, 'channel.token_invalid'])
    }
    expect(await countRows('channels')).toBe(0)
  })

  it('tells which messengers cannot reach the server before their token is asked for, and refuses those', async () => {
    const list = async (): Promise<string[]> =>
      (await call<{ cannotReachUs: string[] }>('anna', 'GET', '/channels')).body.cannotReachUs
    const { base } = webhook
    webhook.base = null
    expect(await list()).toEqual(['viber'])
    const refused = await call<ErrorAnswer>('anna', 'POST', '/channels', {
      kind: 'viber',
      token: '4f9e4f5d6b1c2d3e-5a6b7c8d9e0f1a2b-3c4d5e6f7a8b9c0d',
    })
    expect([refused.status, refused.body.error.code]).toEqual([409, 'channel.needs_public_url'])
    webhook.base = 'https://chat.example.com'
    expect(await list()).toEqual([])
    webhook.base = base
  })

  it('says so when Telegram cannot be reached, without a word of the token', async () => {
    const bot = telegram.createBot()
    await telegram.goOffline()
    const answer = await connectFails('anna', bot.token)
    await telegram.goOnline()
    expect([answer.status, answer.body.error.code]).toEqual([502, 'channel.unreachable'])
    expect(JSON.stringify(answer.body)).not.toContain(bot.token.split(':')[1])
  })

  it('keeps the token sealed and of the webhook only a hash', async () => {
    webhook.base = world.base
    const bot = telegram.createBot()
    const { body } = await connect('anna', bot.token)
    const { rows } = await database.pool.query(
      'select c::text as row from channels c union all select w::text from webhook_paths w union all select e::text from events e',
    )
    const stored = rows.map((row: { row: string }) => row.row).join('\n')
    const path = new URL(bot.webhook?.url ?? '').pathname.split('/').at(-1) ?? ''
    expect(path.length).toBeGreaterThan(40)
    for (const secret of [bot.token, bot.token.split(':')[1] ?? '', path, bot.webhook?.secretToken ?? '']) {
      expect(stored).not.toContain(secret)
    }
    expect(JSON.stringify(body)).not.toContain(bot.token)
  })

  it('connects one bot once in the whole installation, until it is disconnected', async () => {
    const bot = telegram.createBot()
    const { body: first } = await connect('anna', bot.token)
    for (const who of ['anna', 'stranger']) {
      const answer = await connectFails(who, bot.token)
      expect([answer.status, answer.body.error.code]).toEqual([409, 'channel.token_taken'])
    }
    expect((await call('anna', 'DELETE', `/channels/${first.id}/connection`)).body.state).toBe('disconnected')
    const second = await connect('stranger', bot.token)
    expect([second.status, second.body.state]).toEqual([200, 'working'])
    const back = await call<ErrorAnswer>('anna', 'POST', `/channels/${first.id}/connection`, {})
    expect([back.status, back.body.error.code]).toEqual([409, 'channel.token_taken'])
  })

  it('gives a bot that comes back its former channel with its chats', async () => {
    const bot = telegram.createBot()
    const { body: first } = await connect('anna', bot.token)
    await call('anna', 'DELETE', `/channels/${first.id}/connection`)
    const { body: second } = await connect('anna', bot.token)
    expect([second.id, second.state]).toEqual([first.id, 'working'])
    expect(await world.events(first.id)).toEqual([
      'channel.connected',
      'channel.disconnected',
      'channel.connected',
    ])
  })

  it('lets two who connect the same bot at the same moment make one channel', async () => {
    const bot = telegram.createBot()
    const before = await countRows('channels')
    const answers = await Promise.all(['anna', 'stranger', 'anna'].map((who) => connect(who, bot.token)))
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409])
    expect(await countRows('channels')).toBe(before + 1)
  })

  it('is only for those who may change settings; everybody sees the list', async () => {
    expect((await connect('boris', telegram.createBot().token)).status).toBe(403)
    const list = await call<{ items: ChannelView[] }>('boris', 'GET', '/channels')
    expect(list.body.items.length).toBeGreaterThan(0)
  })
})

describe('how a channel receives', () => {
  it('is a webhook with a secret header where the messenger can reach us', async () => {
    webhook.base = 'http://127.0.0.1:4999'
    const bot = telegram.createBot()
    const { body } = await connect('anna', bot.token)
    expect(body.mode).toBe('webhook')
    expect(bot.webhook?.url).toMatch(/^http:\/\/127\.0\.0\.1:4999\/hooks\/telegram\/[\w-]{43}$/)
    expect(bot.webhook?.secretToken).toMatch(/^[\w-]{43}$/)
  })

  it('is polling where it cannot, and a webhook left from before is removed', async () => {
    const bot = telegram.createBot()
    await fetch(`${telegram.apiRoot}/bot${bot.token}/setWebhook?url=http://127.0.0.1:1/old`)
    webhook.base = null
    const { body } = await connect('anna', bot.token)
    expect([body.mode, body.state, bot.webhook]).toEqual(['polling', 'working', null])
  })

  it('is polling when the webhook is refused, and the health says why', async () => {
    webhook.base = 'http://crm.example.com'
    const { body } = await connect('anna', telegram.createBot().token)
    expect([body.mode, body.state]).toEqual(['polling', 'working'])
    expect(body.lastError).toMatch(/webhook was refused .*HTTPS/i)
  })

  it('ends with disconnecting: the webhook is removed', async () => {
    webhook.base = world.base
    const bot = telegram.createBot()
    const { body } = await connect('anna', bot.token)
    expect(bot.webhook).not.toBeNull()
    await call('anna', 'DELETE', `/channels/${body.id}/connection`)
    expect(bot.webhook).toBeNull()
  })
})

describe('switching on again', () => {
  it('takes a new token of the same bot, not one of another', async () => {
    webhook.base = null
    const bot = telegram.createBot()
    const { body: channel } = await connect('anna', bot.token)
    const other = await call<ErrorAnswer>('anna', 'POST', `/channels/${channel.id}/connection`, {
      token: telegram.createBot().token,
    })
    expect([other.status, other.body.error.code]).toEqual([422, 'channel.token_invalid'])
    bot.revoke()
    const renewed = telegram.createBot({ token: `${bot.id}:renewed-renewed-renewed-renewed-renewed` })
    const { body } = await call('anna', 'POST', `/channels/${channel.id}/connection`, {
      token: renewed.token,
    })
    expect([body.id, body.state]).toEqual([channel.id, 'working'])
    expect(renewed.calls.some((each) => each.method === 'deleteWebhook')).toBe(true)
  })
})

describe('changing a channel', () => {
  it('takes only colleagues and pipelines of its own account', async () => {
    webhook.base = null
    const { body: channel } = await connect('anna', telegram.createBot().token)
    const users = await database.db.selectFrom('users').select(['id', 'name']).execute()
    const idOf = (name: string): number => users.find((user) => user.name === name)?.id ?? 0
    const foreign = await call<ErrorAnswer>('anna', 'PATCH', `/channels/${channel.id}`, {
      responsibleUserId: idOf('stranger'),
    })
    expect([foreign.status, foreign.body.error.code]).toEqual([404, 'user.not_found'])
    const pipeline = await call<ErrorAnswer>('anna', 'PATCH', `/channels/${channel.id}`, {
      pipelineId: 999_999,
    })
    expect([pipeline.status, pipeline.body.error.code]).toEqual([404, 'pipeline.not_found'])
    const good = await call('anna', 'PATCH', `/channels/${channel.id}`, {
      name: 'Магазин',
      responsibleUserId: idOf('boris'),
    })
    expect(good.body).toMatchObject({ name: 'Магазин', responsibleUserId: idOf('boris'), pipelineId: null })
    const cleared = await call('anna', 'PATCH', `/channels/${channel.id}`, { responsibleUserId: null })
    expect(cleared.body).toMatchObject({ name: 'Магазин', responsibleUserId: null })
    // A second time nothing is another, and nothing is told.
    await call('anna', 'PATCH', `/channels/${channel.id}`, { responsibleUserId: null })
    const told = await database.db
      .selectFrom('events')
      .select(['before', 'after', 'actor_id', 'road'])
      .where('type', '=', 'channel.changed')
      .where('channel_id', '=', channel.id)
      .orderBy('at')
      .orderBy('id')
      .execute()
    const anna = { actor_id: idOf('anna'), road: 'hand' }
    expect(told).toEqual([
      {
        ...anna,
        before: { name: channel.name, responsibleUserId: null },
        after: { name: 'Магазин', responsibleUserId: idOf('boris') },
      },
      { ...anna, before: { responsibleUserId: idOf('boris') }, after: { responsibleUserId: null } },
    ])
  })

  it('gives it to a group, and keeps of its texts what is not changed', async () => {
    const { body: channel } = await connect('anna', telegram.createBot().token)
    expect(channel).toMatchObject({ groupId: null, settings: { greeting: '', offlineText: '' } })
    const { account_id: accountId } = await database.db
      .selectFrom('channels')
      .select('account_id')
      .where('id', '=', channel.id)
      .executeTakeFirstOrThrow()
    const { id: groupId } = await database.db
      .insertInto('groups')
      .values({ account_id: accountId, name: 'Отдел продаж' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const path = `/channels/${channel.id}`
    await call('anna', 'PATCH', path, { groupId, settings: { greeting: '  Здравствуйте!  ' } })
    const later = await call('anna', 'PATCH', path, { settings: { offlineText: 'До завтра' } })
    expect(later.body).toMatchObject({
      groupId,
      settings: { greeting: 'Здравствуйте!', offlineText: 'До завтра' },
    })
    const { body: list } = await call<{ groups: object[] }>('anna', 'GET', '/channels')
    expect(list.groups).toEqual([{ id: groupId, name: 'Отдел продаж' }])
    const unknown = await call<ErrorAnswer>('anna', 'PATCH', path, { groupId: 999_999 })
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'group.not_found'])
    const long = await call<ErrorAnswer>('anna', 'PATCH', path, { settings: { greeting: 'ы'.repeat(4001) } })
    expect([long.status, long.body.error.code]).toEqual([422, 'request.invalid'])
  })

  it('is not written over by who has not seen what a colleague has made of it meanwhile', async () => {
    const { body: channel } = await connect('anna', telegram.createBot().token)
    const path = `/channels/${channel.id}`
    const seen = { name: channel.name, settings: { greeting: '' } }
    await call('anna', 'PATCH', path, { settings: { greeting: 'Здравствуйте!' }, seen })
    const mine = { name: 'Магазин', settings: { greeting: 'Добрый день!' } }
    const refused = await call<ErrorAnswer>('anna', 'PATCH', path, { ...mine, seen })
    expect(refused).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'settings.changed_meanwhile',
          details: { field: 'greeting', current: 'Здравствуйте!', fields: [{ path: 'greeting' }] },
        },
      },
    })
    const named = await call('anna', 'PATCH', path, { name: mine.name, seen })
    expect(named.body).toMatchObject({ name: 'Магазин', settings: { greeting: 'Здравствуйте!' } })
    expect((await call('anna', 'PATCH', path, mine)).body).toMatchObject(mine)
  })
})

describe('pausing a channel', () => {
  it('is told with who did it and when, and done once', async () => {
    const { body: channel } = await connect('anna', telegram.createBot().token)
    expect(channel.pause).toBeNull()
    const path = `/channels/${channel.id}/pause`
    const first = await call('anna', 'PUT', path)
    const users = await database.db.selectFrom('users').select(['id', 'name']).execute()
    const anna = users.find((user) => user.name === 'anna')?.id
    expect(first.body.pause).toEqual({ at: world.clock.now.toISOString(), byUserId: anna })
    world.clock.pass(60_000)
    expect((await call('anna', 'PUT', path)).body.pause).toEqual(first.body.pause)
    expect((await call('anna', 'DELETE', path)).body.pause).toBeNull()
    expect((await call('anna', 'DELETE', path)).body.pause).toBeNull()
    expect(await world.events(channel.id)).toEqual(['channel.connected', 'channel.paused', 'channel.resumed'])
  })

  it('is only for those who may change settings, in their own account', async () => {
    const { body: channel } = await connect('anna', telegram.createBot().token)
    for (const method of ['PUT', 'DELETE'] as const) {
      const path = `/channels/${channel.id}/pause`
      expect((await call('boris', method, path)).status).toBe(403)
      expect((await call('stranger', method, path)).status).toBe(404)
    }
    expect(await world.events(channel.id)).toEqual(['channel.connected'])
  })

  it('ends with disconnecting, and a disconnected channel is not paused', async () => {
    const { body: channel } = await connect('anna', telegram.createBot().token)
    await call('anna', 'PUT', `/channels/${channel.id}/pause`)
    const off = await call('anna', 'DELETE', `/channels/${channel.id}/connection`)
    expect([off.body.state, off.body.pause]).toEqual(['disconnected', null])
    const refused = await call<ErrorAnswer>('anna', 'PUT', `/channels/${channel.id}/pause`)
    expect([refused.status, refused.body.error.code]).toEqual([409, 'channel.disconnected'])
  })
})

describe('a website button', () => {
  it('gives a script tag and keeps its id over switching off and on', async () => {
    const { body } = await call('anna', 'POST', '/channels', {
      kind: 'website',
      name: 'Магазин',
      origins: ['shop.example.com/catalogue?x=1', 'https://*.example.org', 'http://localhost:*'],
    })
    expect(body.origins).toEqual(['https://shop.example.com', 'https://*.example.org', 'http://localhost:*'])
    expect(body.snippet).toMatch(
      /^<script async src="https:\/\/crm\.example\.com\/widget\.js" data-button="[\w-]{16}"><\/script>$/,
    )
    await call('anna', 'DELETE', `/channels/${body.id}/connection`)
    const again = await call('anna', 'POST', `/channels/${body.id}/connection`, {})
    expect(again.body).toMatchObject({ snippet: body.snippet, state: 'working', mode: 'direct' })
  })

  it('refuses what is no origin', async () => {
    for (const origin of [
      'ftp://a.example',
      'https://a"onload=1',
      'https://',
      'https://*',
      'https://u:p@a.example',
    ]) {
      const answer = await call<ErrorAnswer>('anna', 'POST', '/channels', {
        kind: 'website',
        name: 'x',
        origins: [origin],
      })
      expect([origin, answer.status, answer.body.error.code]).toEqual([origin, 422, 'channel.origin_invalid'])
    }
  })
})

describe('accounts', () => {
  it("see nothing of each other's channels and change nothing there", async () => {
    webhook.base = null
    const { body: channel } = await connect('anna', telegram.createBot().token)
    const list = await call<{ items: ChannelView[] }>('stranger', 'GET', '/channels')
    expect(list.body.items.map((each) => each.id)).not.toContain(channel.id)
    const attempts = [
      await call<ErrorAnswer>('stranger', 'PATCH', `/channels/${channel.id}`, { name: 'mine' }),
      await call<ErrorAnswer>('stranger', 'POST', `/channels/${channel.id}/connection`, {}),
      await call<ErrorAnswer>('stranger', 'DELETE', `/channels/${channel.id}/connection`),
    ]
    for (const attempt of attempts) {
      expect([attempt.status, attempt.body.error.code]).toEqual([404, 'channel.not_found'])
    }
    expect((await call<{ items: ChannelView[] }>('anna', 'GET', '/channels')).body.items).toContainEqual(
      channel,
    )
  })
})
