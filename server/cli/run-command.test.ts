import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyApiToken } from '#features/people'
import { systemClock } from '#lib/clock'
import { readConfig } from '#lib/config'
import { createTestDatabase } from '#lib/test-database'
import { channelAddMessenger, channelAddWebsite } from './channels.ts'
import { demoLoad } from './demo.ts'
import { doctor } from './doctor.ts'
import { onAccountCreated } from '../features.ts'
import { resetPassword } from '../features/people/passwords/reset-password.ts'
import { accountCreate, tokenCreate, userCreate } from './people.ts'
import { runCommand } from './run-command.ts'
import { userPassword } from './user-password.ts'

const { db, connectionString } = await createTestDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'beseda-cli-'))
afterAll(() => rm(dataDir, { recursive: true }))
const env = {
  DATA_DIR: dataDir,
  DATABASE_URL: connectionString,
  SECRET_KEY: 'a key for the tests of the command line',
  // Nobody listens there.
  TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
  VK_API_ROOT: 'http://127.0.0.1:9',
}
const commands = [
  accountCreate,
  userCreate,
  tokenCreate,
  userPassword,
  ...channelAddMessenger,
  channelAddWebsite,
  demoLoad,
  doctor,
]

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []]
  const output = { print: (text: string) => out.push(text), complain: (text: string) => err.push(text) }
  const code = await runCommand(commands, argv, env, output)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const tables = async (): Promise<number[]> =>
  Promise.all(
    (['accounts', 'users', 'token_ids'] as const).map(async (table) => {
      const row = await db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return row.count
    }),
  )

describe('before there is an account', () => {
  it.each([
    [['frobnicate'], 2, 'There is no command "frobnicate"'],
    [['account', 'create', '--nmae', 'Tea'], 2, "Unknown option '--nmae'"],
    [['account', 'create', '--name', 'Tea'], 2, '--email: is missing'],
    [['account', 'create', '--name', 'Tea', '--email', 'anna'], 2, '--email: must be an e-mail address'],
    [
      ['account', 'create', '--name', 'Tea', '--email', 'a@x.test', '--password', 'short'],
      2,
      '--password: must have',
    ],
    [['token', 'create', '--user', 'nobody@x.test'], 1, 'There is no active user nobody@x.test'],
    [['user', 'create', '--email', 'b@x.test', '--name', 'B'], 1, 'There is no account yet'],
    [['user', 'password'], 2, '--email: is missing'],
    [['user', 'password', 'anna'], 2, '--email: must be an e-mail address'],
    [['user', 'password', 'nobody@x.test'], 1, 'There is no active user nobody@x.test'],
  ])('%j says what is wrong, with its exit code, and writes nothing', async (argv, code, words) => {
    const result = await run(...argv)
    expect(result.code).toBe(code)
    expect(result.err).toContain(words)
    expect(result.out).toBe('')
    expect(await tables()).toEqual([0, 0, 0])
  })

  it('help lists every command and the options of one', async () => {
    const all = await run('help')
    for (const { name } of commands) expect(all.out).toContain(name)
    expect((await run('help', 'account', 'create')).out).toContain('--email EMAIL')
    expect((await run('account', 'create', '--help')).out).toContain('--email EMAIL')
    expect(await run()).toEqual(all)
  })
})

describe('people and their tokens', () => {
  it('an account is made with its admin, a password made for them shown once', async () => {
    const made = await run('account', 'create', '--name', 'Чай', '--email', 'Anna@x.test', '--json')
    expect(made.code).toBe(0)
    expect(JSON.parse(made.out)).toEqual({
      accountId: 1,
      subdomain: 'chay',
      userId: expect.any(Number),
      email: 'anna@x.test',
      password: expect.stringMatching(/^[\w-]{16}$/),
    })
    const again = await run('account', 'create', '--name', 'Чай', '--email', 'anna@x.test')
    expect(again).toEqual({ code: 1, out: '', err: 'Somebody signs in with this e-mail already.' })
  })

  it('a token is printed alone and speaks for its user', async () => {
    await run(
      'user',
      'create',
      '--email',
      'boris@x.test',
      '--name',
      'Boris',
      '--password',
      'long enough for him',
    )
    const { code, out, err } = await run('token', 'create', '--user', 'boris@x.test')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    const { secretKey } = readConfig(env)
    expect(await verifyApiToken({ db, secretKey, clock: systemClock }, out)).toMatchObject({
      name: 'Boris',
      isAdmin: false,
    })
  })

  it('a link for a new password is good once, and ends every session', async () => {
    const { code, out } = await run('user', 'password', 'Boris@x.test', '--json')
    expect(code).toBe(0)
    const { link } = JSON.parse(out) as { link: string }
    const [site, token = ''] = link.split('/reset/')
    expect(site).toBe('http://localhost:3000')
    const login = await db
      .selectFrom('logins')
      .select('id')
      .where('email', '=', 'boris@x.test')
      .executeTakeFirstOrThrow()
    const now = new Date()
    await db
      .insertInto('login_sessions')
      .values({
        id: 'a session',
        login_id: login.id,
        token: 'its token',
        expires_at: new Date(now.getTime() + 60_000),
        created_at: now,
        updated_at: now,
      })
      .execute()
    const { secretKey } = readConfig(env)
    const deps = { db, secretKey, clock: systemClock, publicUrl: null, onAccountCreated, mail: null }
    await resetPassword(deps, token, 'quite another password')
    expect(await db.selectFrom('login_sessions').selectAll().execute()).toEqual([])
    await expect(resetPassword(deps, token, 'and one more password')).rejects.toMatchObject({
      code: 'password_reset.not_found',
    })
  })

  it('with several accounts one has to choose, by number or short name', async () => {
    await run('account', 'create', '--name', 'Coffee', '--email', 'carl@x.test')
    const add = ['user', 'create', '--email', 'dora@x.test', '--name', 'Dora']
    expect((await run(...add)).err).toContain('1 (chay), 2 (coffee)')
    expect((await run(...add, '--account', 'tea')).err).toContain('There is no account tea')
    const made = await run(...add, '--account', 'coffee', '--json')
    expect(JSON.parse(made.out)).toMatchObject({ accountId: 2 })
    expect((await run('token', 'create', '--user', 'dora@x.test', '--account', '1')).code).toBe(1)
    expect((await run('token', 'create', '--user', 'dora@x.test', '--account', '2')).code).toBe(0)
  })
})

describe('channels', () => {
  it('a website button is made for its sites', async () => {
    const sites = ['--origin', 'https://shop.example.com/page', '--origin', 'http://localhost:*']
    const { code, out } = await run('channel', 'add', 'website', ...sites, '--account', 'chay', '--json')
    expect(code).toBe(0)
    const { channelId } = JSON.parse(out) as { channelId: number }
    const stored = await db
      .selectFrom('channels')
      .selectAll()
      .where('id', '=', channelId)
      .executeTakeFirstOrThrow()
    expect(stored).toMatchObject({
      account_id: 1,
      kind: 'website',
      settings: expect.objectContaining({ origins: ['https://shop.example.com', 'http://localhost:*'] }),
    })
  })

  it('what cannot be connected is said in words, and nothing is stored', async () => {
    const count = async (): Promise<number> => (await db.selectFrom('channels').select('id').execute()).length
    const before = await count()
    const site = await run('channel', 'add', 'website', '--origin', 'ftp://x', '--account', '1')
    expect([site.code, site.err]).toEqual([1, 'An origin must look like https://shop.example.com'])
    const bot = await run('channel', 'add', 'telegram', '--token', '123456:abc', '--account', '1')
    expect(bot.code).toBe(1)
    expect(bot.err).toMatch(/messenger/)
    expect(bot.err).not.toContain('123456:abc')
    const community = await run('channel', 'add', 'vk', '--token', 'vk1.a.abcdefghijk', '--account', '1')
    expect([community.code, community.err]).toEqual([1, bot.err])
    const viber = await run('channel', 'add', 'viber', '--token', '4453b6ac1s345678', '--account', '1')
    expect(viber.code).toBe(1)
    expect(viber.err).toMatch(/public https address/)
    expect(await count()).toBe(before)
  })
})

describe('the example world', () => {
  let before: number[] = []
  let made = { code: -1, out: '', err: '' }
  beforeAll(async () => {
    before = await tables()
    made = await run('demo', 'load', '--json')
    // Ten thousand statements: on a machine that is busy with other things they take their time.
  }, 240_000)

  it('is made in an account of its own, and how to sign in is said', async () => {
    expect(JSON.parse(made.out)).toEqual({
      email: 'demo@beseda.example',
      password: expect.stringMatching(/^[\w-]{16}$/),
      isNew: true,
    })
    const [accounts, users] = await tables()
    expect([accounts, users]).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 5])
  })

  it('is not doubled: the second time is told', async () => {
    const there = await tables()
    const again = await run('demo', 'load')
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('is there already')])
    expect(await tables()).toEqual(there)
  })

  it('leaves nothing for the doctor to complain of', async () => {
    const told = await run('doctor')
    const wrong = told.out.split('\n').filter((line) => line.startsWith('✗') && !line.includes('web pages'))
    expect(wrong).toEqual([])
  })
})

it('the doctor says of each part whether it is well', async () => {
  await db
    .insertInto('dead_letters')
    .values({ account_id: 1, channel_id: 1, raw_sealed: 'x', error: 'unreadable' })
    .execute()
  const { code, out } = await run('doctor', '--json')
  const findings = JSON.parse(out) as { what: string; isGood: boolean; note: string }[]
  const byName = Object.fromEntries(findings.map(({ what, isGood, note }) => [what, { isGood, note }]))
  expect(code).toBe(1)
  expect(byName['messages that could not be read']).toEqual({ isGood: false, note: '1' })
  expect(byName['database']).toMatchObject({ isGood: true, note: expect.stringContaining('PostgreSQL') })
  expect(byName['files']).toEqual({ isGood: true, note: 'a folder' })
})
