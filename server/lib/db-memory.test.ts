import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'

const rounds = 30
const queriesARound = 100

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void

/** Megabytes of what the collections of the young generation have passed on, dead or alive. */
function oldMegabytes(): number {
  const old = getHeapSpaceStatistics().find((space) => space.space_name === 'old_space')
  return (old?.space_used_size ?? 0) / 1024 / 1024
}

test('answers of queries die young', async () => {
  const { pool } = await createTestDatabase()
  async function ask(): Promise<void> {
    const client = await pool.connect()
    for (let count = 0; count < queriesARound; count += 1) {
      const { rows } = await client.query(`select g, now() as at from generate_series(1, $1::int) g`, [200])
      expect(rows.length).toBe(200)
    }
    client.release()
    collect({ type: 'minor' })
  }
  await ask()
  const before = oldMegabytes()
  for (let round = 0; round < rounds; round += 1) await ask()
  expect(oldMegabytes() - before).toBeLessThan(4)
})
