import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { createTestServer } from './test-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'beseda-web-'))
const folders = { web: join(folder, 'web'), widget: join(folder, 'widget') }
await mkdir(join(folders.web, 'assets'), { recursive: true })
await mkdir(join(folders.web, '.vite'))
await mkdir(folders.widget)
const script = 'console.log("the app")'
await writeFile(join(folders.web, 'index.html'), '<!doctype html><title>App</title>')
await writeFile(join(folders.web, 'theme.js'), 'theme()')
await writeFile(join(folders.web, 'assets/app-x1.js'), script)
await writeFile(join(folders.web, 'assets/app-x1.js.gz'), gzipSync(script))
await writeFile(join(folders.web, '.vite/manifest.json'), '{}')
await writeFile(join(folders.widget, 'widget.js'), 'widget()')
const { app } = await createTestServer([], { folders })
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

it.each(['/', '/conversations/7', '/deals/12?tab=feed', '/settings/channels'])(
  '%s answers the app, asked for anew each time, with the headers that protect it',
  async (url) => {
    const answer = await app.inject(url)
    expect([answer.statusCode, answer.body]).toEqual([200, '<!doctype html><title>App</title>'])
    expect(answer.headers['cache-control']).toBe('no-cache')
    expect(answer.headers['content-security-policy']).toContain("script-src 'self';")
  },
)

it.each([
  '/api/nothing',
  '/assets/app-old.js',
  '/missing.js',
  '/f/1/2',
  '/.vite/manifest.json',
  '/../secret.key',
  '/%2e%2e/secret.key',
])('%s is not the app but not found', async (url) => {
  const answer = await app.inject(url)
  expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'request.not_found'])
})

it('nothing but reading gets the app', async () => {
  expect((await app.inject({ method: 'POST', url: '/conversations' })).statusCode).toBe(404)
  expect((await app.inject({ method: 'HEAD', url: '/' })).statusCode).toBe(200)
})

it('a file with a hash in its name is kept for ever, and comes compressed', async () => {
  const answer = await app.inject({ url: '/assets/app-x1.js', headers: { 'accept-encoding': 'gzip' } })
  expect(answer.headers).toMatchObject({
    'content-encoding': 'gzip',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': expect.stringContaining('javascript'),
    vary: expect.stringMatching(/accept-encoding/i),
  })
  expect(String(gunzipSync(answer.rawPayload))).toBe(script)
  expect((await app.inject('/assets/app-x1.js')).body).toBe(script)
})

it('the widget may be loaded by any site and is asked for again soon', async () => {
  const answer = await app.inject('/widget.js')
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=300',
    etag: expect.any(String),
  })
  const again = await app.inject({
    url: '/widget.js',
    headers: { 'if-none-match': String(answer.headers.etag) },
  })
  expect(again.statusCode).toBe(304)
  expect((await app.inject('/theme.js')).headers['access-control-allow-origin']).toBeUndefined()
})
