import { beforeEach, expect, test } from 'vitest'
import type { WorkingHours } from '#contract/working-hours'
import * as accountSettings from '#features/account-settings'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { routes } from './routes.ts'

const createCrm = await openCrm(await createTestDatabase(), (deps) => [
  ...routes(deps),
  ...accountSettings.routes(deps),
])
let crm: TestCrm
let seen: WorkingHours
beforeEach(async () => {
  crm = await createCrm()
  seen = (await ask('GET', '/working-hours')) as WorkingHours
})

async function ask(method: 'GET' | 'PUT' | 'PATCH', path: string, body?: object): Promise<unknown> {
  return (await crm.call(crm.adminId, method, path, body)).body
}

const monday = { weekday: 1, fromMinute: 540, toMinute: 1080 }
const tuesday = { ...monday, weekday: 2 }
const refused = (field: string, current: unknown) => ({
  error: {
    code: 'settings.changed_meanwhile',
    details: { field, current, fields: [{ path: field, problem: 'changed' }] },
  },
})

test('hours that a colleague has changed meanwhile are not written over unseen', async () => {
  await ask('PUT', '/working-hours', { ...seen, intervals: [monday], seen })
  const other = { ...seen, intervals: [tuesday] }
  expect(await ask('PUT', '/working-hours', { ...other, seen })).toMatchObject(refused('intervals', [monday]))
  expect(await ask('GET', '/working-hours')).toMatchObject({ intervals: [monday] })
  expect(await ask('PUT', '/working-hours', other)).toMatchObject({ intervals: [tuesday] })
})

test('what one has left as it was stays as a colleague has made it since', async () => {
  await ask('PUT', '/working-hours', { ...seen, intervals: [monday], seen })
  const holidays = { ...seen, holidays: ['2026-12-31'], seen }
  expect(await ask('PUT', '/working-hours', holidays)).toEqual({
    timeZone: seen.timeZone,
    intervals: [monday],
    holidays: ['2026-12-31'],
  })
  expect(await ask('PUT', '/working-hours', { ...seen, intervals: [monday], seen })).toMatchObject({
    intervals: [monday],
  })
})

test('a setting of the account that a colleague has changed meanwhile is not written over unseen', async () => {
  const limit = { isOn: true, limitMinutes: 30, counts: 'all', headUserId: null }
  const { settings } = (await ask('GET', '/account-settings')) as { settings: { responseTime: object } }
  const before = { responseTime: settings.responseTime }
  await ask('PATCH', '/account-settings', { responseTime: limit, seen: before })
  const mine = { responseTime: { ...limit, limitMinutes: 5 } }
  expect(await ask('PATCH', '/account-settings', { ...mine, seen: before })).toMatchObject(
    refused('responseTime', limit),
  )
  expect(await ask('PATCH', '/account-settings', { ...mine, seen: { responseTime: limit } })).toMatchObject({
    settings: mine,
  })
  expect(
    await ask('PATCH', '/account-settings', { dealOnFirstReply: true, seen: { dealOnFirstReply: false } }),
  ).toMatchObject({ settings: { dealOnFirstReply: true, ...mine } })
})
