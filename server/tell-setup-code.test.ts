import { expect, test } from 'vitest'
import { prepareSetup } from '#features/people'
import { createTestDatabase } from '#lib/test-database'
import { keepSetupCode } from './tell-setup-code.ts'

const { db } = await createTestDatabase()

test('the one-time code is said again when the wizard is opened, not more than once a minute, and only while it is the one', async () => {
  let now = new Date('2026-11-26T10:00:00Z')
  const said: string[] = []
  const setup = keepSetupCode({ db, clock: () => now, print: (line) => said.push(line) })
  const code = (await prepareSetup(db)) ?? ''
  const open = async (afterSeconds: number): Promise<number> => {
    now = new Date(now.getTime() + afterSeconds * 1000)
    await setup.asked()
    return said.length
  }
  setup.know(code)
  expect(await open(30)).toBe(0)
  expect(await open(31)).toBe(1)
  expect(said[0]?.split('\n')).toEqual([expect.stringContaining(code), expect.stringContaining(code)])
  expect(await open(10)).toBe(1)
  expect(await open(60)).toBe(2)
  await prepareSetup(db)
  expect(await open(60)).toBe(2)
})
