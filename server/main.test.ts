import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, expect, it } from 'vitest'
import { createTestDatabase } from '#lib/test-database'

const { connectionString } = await createTestDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'beseda-main-'))
const main = fileURLToPath(new URL('main.ts', import.meta.url))
const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
})
afterAll(() => rm(dataDir, { recursive: true }))

type Run = {
  child: ChildProcess
  text: () => string
  ended: Promise<number | null>
  says: (words: RegExp) => Promise<RegExpExecArray>
}

/** Runs the server as a process of its own on the tests' database. */
function start(env: Record<string, string>): Run {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, DATABASE_URL: connectionString, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let text = ''
  const keep = (chunk: Buffer): void => {
    text += String(chunk)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = once(child, 'close').then(() => {
    running.delete(child)
    return child.exitCode
  })
  return {
    child,
    text: () => text,
    ended,
    async says(words) {
      await expect.poll(() => text).toMatch(words)
      const match = words.exec(text)
      if (!match) throw new Error('It was said and is gone')
      return match
    },
  }
}

it.each([
  [{ PORT: 'http' }, /PORT: /],
  [
    { DATABASE_URL: 'postgresql://nobody:hush@127.0.0.1:9/x' },
    /DATABASE_URL: the database cannot be reached/,
  ],
])('with %j it ends with a sentence that names the setting, and without a stack', async (env, words) => {
  const server = start(env)
  expect(await server.ended).toBe(1)
  expect(server.text()).toMatch(words)
  expect(server.text()).not.toMatch(/\n\s+at |hush/)
})

it('a taken port is told, and everything that was started is stopped', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const server = start({ PORT: String(port) })
  expect(await server.ended).toBe(1)
  expect(server.text()).toContain('PORT: another program already listens there')
  other.close()
})

it('with another key than the one the secrets are sealed with it ends and says so', async () => {
  const first = start({})
  await first.says(/ready at/)
  first.child.kill('SIGTERM')
  await first.ended
  const other = start({ SECRET_KEY: 'another key, of at least thirty-two characters' })
  expect(await other.ended).toBe(1)
  expect(other.text()).toMatch(/SECRET_KEY: the secrets of this database are sealed with another key/)
  expect(other.text()).not.toMatch(/\n\s+at /)
})

it('told to stop it finishes the request at work, refuses new ones, and ends well', async () => {
  const email = 'anna@example.com'
  const password = 'long enough for her'
  const server = start({ ADMIN_EMAIL: email, ADMIN_PASSWORD: password })
  const [, base = ''] = await server.says(/ready at (http:\S+)/)
  expect(server.text()).not.toContain('one-time code')
  const session = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  expect(session.status).toBe(200)
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
  const upload = request(`${base}/api/files/00000000-0000-4000-8000-000000000001?name=a.txt`, {
    method: 'PUT',
    headers: { cookie, origin: base, 'content-length': '6' },
  })
  const answered = once(upload, 'response')
  upload.write('abc')
  // The server is at it when the first bytes lie on its disk; only then is it told to stop.
  await expect.poll(() => readdir(join(dataDir, 'files', 'incoming'))).toHaveLength(1)
  server.child.kill('SIGTERM')
  await server.says(/Stopping/)
  await expect
    .poll(() =>
      fetch(base).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed')
  upload.end('def')
  const [response] = (await answered) as [{ statusCode: number; resume(): void }]
  response.resume()
  expect(response.statusCode).toBe(200)
  expect(await server.ended).toBe(0)
  for (const secret of [password, cookie]) expect(server.text()).not.toContain(secret)
})
