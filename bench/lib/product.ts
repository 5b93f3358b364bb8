import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverFlags } from '../../scripts/server-flags.mjs'
import { startTelegramStandIn, type Bot } from '../../dev/messengers/telegram.ts'
import { createDatabase, type Database } from '../../server/lib/db.ts'
import { startEmbeddedPostgres } from '../../server/lib/embedded-postgres.ts'

export type BenchProduct = {
  address: string
  /** A pool of the product's own size on its database. */
  database: Database
  connectionString: string
  /** Of a role that may do everything; of a given database the product's own. */
  superuserConnectionString: string
  cookie: string
  accountId: number
  bot: Bot
  /** Where the Telegram of this run is called. */
  telegramRoot: string
  channelId: number
  hook: { url: string; secret: string }
  pid: number
  close(): Promise<void>
}

const admin = { email: 'bench@example.com', password: 'correct horse battery' }

/**
 * The running product: its own PostgreSQL (embedded, or BENCH_DATABASE_URL), server process and a connected Telegram bot.
 * `settings` are added to its environment.
 */
export async function startBenchProduct(settings: Record<string, string> = {}): Promise<BenchProduct> {
  const folder = await mkdtemp(join(tmpdir(), 'beseda-bench-'))
  const given = process.env['BENCH_DATABASE_URL']
  const postgres = given
    ? { connectionString: given, superuserConnectionString: given, stop: async () => {} }
    : await startEmbeddedPostgres({ dataDir: folder, log: () => {} })
  const telegram = await startTelegramStandIn({ secondMs: 10 })
  const port = await freePort()
  const server = startServer({
    DATABASE_URL: postgres.connectionString,
    DATA_DIR: folder,
    PORT: String(port),
    TELEGRAM_API_ROOT: telegram.apiRoot,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    LOG_LEVEL: 'error',
    ...settings,
  })
  // A bench that fails does not leave it running.
  process.once('exit', () => server.kill())
  const address = `http://127.0.0.1:${port}`
  await untilReady(address, server)
  const cookie = await signIn(address)
  const bot = telegram.createBot()
  const channel = await post<{ id: number }>(address, cookie, '/channels', {
    kind: 'telegram',
    token: bot.token,
  })
  const { webhook } = bot
  if (!webhook) throw new Error('The product did not set its webhook')
  const { connectionString, superuserConnectionString } = postgres
  const database = createDatabase({ connectionString, max: 20 })
  return {
    address,
    database,
    connectionString,
    superuserConnectionString,
    cookie,
    accountId: 1,
    bot,
    telegramRoot: telegram.apiRoot,
    channelId: channel.id,
    hook: { url: webhook.url, secret: webhook.secretToken ?? '' },
    pid: server.pid ?? 0,
    async close() {
      await database.close()
      server.kill('SIGTERM')
      await new Promise((resolve) => server.once('exit', resolve))
      await telegram.close()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function startServer(settings: Record<string, string>): ChildProcess {
  const file = new URL('../../server/main.ts', import.meta.url).pathname
  return spawn(process.execPath, [...serverFlags, file], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function untilReady(address: string, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error('The server ended while starting')
    const answer = await fetch(`${address}/readyz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function signIn(address: string): Promise<string> {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify(admin),
  })
  if (!answer.ok) throw new Error(`Signing in answered ${answer.status}`)
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
}

export async function post<T>(address: string, cookie: string, path: string, body: object): Promise<T> {
  const answer = await fetch(`${address}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address, cookie },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
