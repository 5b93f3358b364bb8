import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { createLeases, freeLeases } from '#lib/leases'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'

const { db } = await createTestDatabase()
const log = createLog({ level: 'silent' })
const node = (ttlMs?: number) => {
  const nodeId = randomUUID()
  return { nodeId, leases: createLeases({ db, nodeId, log, ttlMs }) }
}

it('is held by one process, once, until it gives it back', async () => {
  const [one, two] = [node(), node()]
  const taken = await Promise.all([one, two, one, two].map(({ leases }) => leases.take('a')))
  const held = taken.filter((lease) => lease !== null)
  expect(held.length).toBe(1)
  await held[0]?.release()
  expect(held[0]?.signal.aborted).toBe(true)
  expect(await two.leases.take('a')).not.toBeNull()
  expect(await one.leases.take('a')).toBeNull()
  await two.leases.close()
  expect(await one.leases.take('a')).not.toBeNull()
  await one.leases.close()
})

it('tells the holder when it has lost it', async () => {
  const one = node(120)
  const lease = await one.leases.take('b')
  await db.deleteFrom('leases').where('name', '=', 'b').execute()
  if (lease && !lease.signal.aborted) await once(lease.signal, 'abort')
  expect(lease?.signal.aborted).toBe(true)
  await one.leases.close()
})

it('is renewed while its holder lives, and free at once when the holder is known to be dead', async () => {
  const [one, two] = [node(), node()]
  await one.leases.take('c')
  await db.transaction().execute((tx) => freeLeases(tx, [{ id: randomUUID(), workerIds: [] }]))
  expect(await two.leases.take('c')).toBeNull()
  await db.transaction().execute((tx) => freeLeases(tx, [{ id: one.nodeId, workerIds: [] }]))
  expect(await two.leases.take('c')).not.toBeNull()
  await one.leases.close()
  expect(await one.leases.take('c')).toBeNull()
  await two.leases.close()
})
