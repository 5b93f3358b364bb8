import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, vi } from 'vitest'
import type { ApiAnswer } from './test-answers.ts'

const admin = { email: 'anna@example.com', password: 'correct horse battery' }
/** Only ends a test that hangs; nothing is measured by it. */
export const patienceMs = 900_000

const main = new URL('../../server/main.ts', import.meta.url).pathname

/** The real product as a process of its own, which can be killed and started again on the same data and port. */
export type TestProduct = {
  start(): Promise<void>
  /** Starts it and does not wait: it may be killed while it starts. */
  launch(): void
  /** kill −9; resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
  /** One request of the signed-in admin; rejects when the product is away or goes away meanwhile. */
  ask<T>(method: string, path: string, body?: object): Promise<ApiAnswer<T>>
  /** Stores a file to be sent. @returns its id. */
  upload(name: string, bytes: Buffer): Promise<string>
  /** The same as `ask`, repeated as a browser does until the product answers. */
  askAgain<T>(method: string, path: string, body?: object): Promise<ApiAnswer<T>>
}

export async function createTestProduct(settings: Record<string, string>): Promise<TestProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), 'beseda-load-'))
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const env = {
    PATH: process.env['PATH'],
    DATA_DIR: dataDir,
    PORT: String(port),
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    LOG_LEVEL: 'error',
    ...settings,
  }
  let child: ChildProcess | null = null
  let cookie = ''
  let said = ''

  function launch(): void {
    child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)))
  }
  const isServing = async (): Promise<boolean> =>
    (await fetch(`${base}/readyz`).catch(() => null))?.ok ?? false
  async function untilReady(): Promise<void> {
    const isReady = async (): Promise<boolean> => {
      if (child?.exitCode !== null) throw new Error(`The product ended while starting: ${said}`)
      return isServing()
    }
    await vi.waitUntil(isReady, { timeout: patienceMs, interval: 30 })
  }
  async function signIn(): Promise<void> {
    const answer = await fetch(`${base}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: base },
      body: JSON.stringify(admin),
    })
    expect(answer.status).toBe(200)
    cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  }
  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    return child.exitCode
  }
  async function ask<T>(method: string, path: string, body?: object): Promise<ApiAnswer<T>> {
    const answer = await fetch(`${base}/api${path}`, {
      method,
      headers: { cookie, origin: base, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: answer.status, body: (await answer.json()) as T }
  }
  afterAll(async () => {
    await end('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  })
  return {
    launch,
    async start() {
      launch()
      await untilReady()
      if (cookie === '') await signIn()
    },
    async kill() {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    ask,
    async upload(name, bytes) {
      const id = randomUUID()
      const answer = await fetch(`${base}/api/files/${id}?name=${encodeURIComponent(name)}`, {
        method: 'PUT',
        headers: { cookie, origin: base, 'content-type': 'application/octet-stream' },
        body: new Uint8Array(bytes),
      })
      expect(answer.status).toBe(200)
      return id
    },
    async askAgain<T>(method: string, path: string, body?: object) {
      for (;;) {
        const answer = await ask<T>(method, path, body).catch(() => null)
        if (answer && answer.status < 500) return answer
        // Away: ask when something listens again.
        await vi.waitUntil(isServing, { timeout: patienceMs, interval: 100 })
      }
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await new Promise((resolve) => server.close(resolve))
  return port
}
