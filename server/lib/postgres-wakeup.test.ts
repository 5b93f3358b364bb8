import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test, vi } from 'vitest'
import { startPostgresWakeup } from './change-tail.ts'
import { createLog } from './log.ts'
import { createTestDatabase } from './test-database.ts'

const { db, connectionString } = await createTestDatabase()
const real = new URL(connectionString)
const folder = await mkdtemp(join(tmpdir(), 'beseda-line-'))
const name = `.s.PGSQL.${real.port || '5432'}`

/** The way to the database: connections through it, and when each was asked for while it was cut. */
const sockets = new Set<net.Socket>()
const refusedAtMs: number[] = []
let isCut = false
/** While it garbles, whoever asks to be woken gets an error on a connection that is well. */
let isGarbling = false
let garbled = 0
function garble(chunk: Buffer): Buffer {
  const text = chunk.toString('latin1')
  if (!isGarbling || !text.includes('listen ')) return chunk
  garbled += 1
  return Buffer.from(text.replace('listen ', 'listem '), 'latin1')
}
const line = net.createServer((near) => {
  if (isCut) {
    refusedAtMs.push(performance.now())
    return near.destroy()
  }
  const host = real.searchParams.get('host')
  const far = host ? net.connect(join(host, name)) : net.connect(Number(real.port || 5432), real.hostname)
  sockets.add(near)
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('data', (chunk: Buffer) => other.write(one === near ? garble(chunk) : chunk))
    one.on('error', () => {}).on('close', () => other.destroy())
  }
})
await new Promise<void>((resolve) => line.listen(join(folder, name), resolve))
const throughLine = new URL(connectionString)
throughLine.searchParams.set('host', folder)
const woken = vi.fn<() => void>()
const wakeup = await startPostgresWakeup(throughLine.href, createLog({ level: 'silent' }), woken)
afterAll(async () => {
  await wakeup.close()
  line.close()
  await rm(folder, { recursive: true })
})

test('while the database is away one attempt follows the other; when it is back one is woken', async () => {
  expect(woken).toHaveBeenCalledTimes(1)
  isCut = true
  for (const socket of sockets) socket.destroy()
  await vi.waitFor(() => expect(refusedAtMs.length).toBeGreaterThanOrEqual(5), { timeout: 30_000 })
  const gaps = refusedAtMs.slice(1).map((at, index) => at - (refusedAtMs[index] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThan(500)
  isCut = false
  await vi.waitFor(() => expect(woken).toHaveBeenCalledTimes(2), { timeout: 30_000 })
})

test('a connection on which one cannot be woken is given back, however often it is tried', async () => {
  const { length: before } = woken.mock.calls
  isGarbling = true
  for (const socket of sockets) socket.destroy()
  await vi.waitFor(() => expect(garbled).toBeGreaterThanOrEqual(3), { timeout: 30_000 })
  const { rows } = await sql`select from pg_stat_activity
    where datname = current_database() and application_name = 'beseda-wakeup'`.execute(db)
  expect(rows.length).toBeLessThanOrEqual(1)
  isGarbling = false
  await vi.waitFor(() => expect(woken).toHaveBeenCalledTimes(before + 1), { timeout: 30_000 })
})
