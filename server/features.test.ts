import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { endpoints } from '#contract/endpoints'
import { readConfig } from '#lib/config'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { startProduct } from './app.ts'

const { connectionString } = await createTestDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'beseda-product-'))
const config = {
  ...readConfig({ DATA_DIR: dataDir, DATABASE_URL: connectionString, LOG_LEVEL: 'silent' }),
  port: 0,
}
const printed: string[] = []
const product = await startProduct({
  config,
  log: createLog({ level: 'silent' }),
  print: (line) => printed.push(line),
})
const base = `http://127.0.0.1:${product.port}`
afterAll(async () => {
  await product.close()
  await rm(dataDir, { recursive: true })
})

const sample: Record<string, string> = { token: 'x', button: 'x' }
/** The path with values that are well formed and mean nothing. */
const pathOf = (path: string): string =>
  path.replaceAll(
    /:(\w+)/g,
    (_all, name: string) =>
      sample[name] ??
      (/chat|message|file|notification|scheduled|quick/i.test(name)
        ? '00000000-0000-4000-8000-000000000000'
        : '1'),
  )

describe('every endpoint of the contract', () => {
  it.each(endpoints.map((endpoint) => [endpoint.id, endpoint] as const))(
    '%s is served',
    async (_id, endpoint) => {
      const isSocket = endpoint.kind === 'live'
      const answer = await fetch(`${base}/api${pathOf(endpoint.path)}`, {
        method: endpoint.method,
        ...(isSocket ? {} : { headers: { 'content-type': 'application/json' } }),
      })
      const body = await answer.text()
      expect(body).not.toContain('request.not_found')
      if (endpoint.permission === 'user' || endpoint.permission === 'settings') {
        expect([answer.status, JSON.parse(body)]).toMatchObject([
          401,
          { error: { code: 'session.required' } },
        ])
      }
    },
  )
})

it('is printed as OpenAPI, and the process says that it is ready', async () => {
  const printedApi = (await (await fetch(`${base}/api/openapi.json`)).json()) as { paths: object }
  expect(Object.keys(printedApi.paths).length).toBeGreaterThan(30)
  expect((await fetch(`${base}/healthz`)).status).toBe(200)
  expect((await fetch(`${base}/readyz`)).status).toBe(200)
  const metrics = await (await fetch(`${base}/metrics`)).text()
  expect(metrics).toContain('beseda_http_request_seconds_count{method="GET",route="/readyz",status="200"}')
})

it('metrics are for this machine: what a proxy passes on is refused', async () => {
  const answer = await fetch(`${base}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } })
  expect(answer.status).toBe(403)
})

it('the first start gives the one-time code, and closing leaves no trace of the process', async () => {
  expect(product.setupCode).toMatch(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){2}$/)
  await product.close()
  await expect(fetch(base)).rejects.toThrow()
  const client = new Client({ connectionString })
  await client.connect()
  const { rows } = await client.query<{ nodes: number; leases: number }>(`
    select (select count(*)::int from nodes) as nodes, (select count(*)::int from leases) as leases`)
  await client.end()
  expect(rows[0]).toEqual({ nodes: 0, leases: 0 })
})
