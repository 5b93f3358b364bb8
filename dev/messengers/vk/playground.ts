import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createLiveFeed } from '../telegram/playground-live.ts'
import { readParameters } from './call-parameters.ts'
import type { Community } from './community.ts'
import { toJson } from './json.ts'
import { act } from './playground-acts.ts'
import { chatView, stateView } from './playground-views.ts'
import type { Surroundings } from './surroundings.ts'
import { maxUploadBytes } from './upload-methods.ts'

export type Playground = {
  serve: (request: IncomingMessage, response: ServerResponse, path: string) => void
  close: () => void
}

const html = 'text/html; charset=utf-8'
const css = 'text/css; charset=utf-8'
const script = 'text/javascript; charset=utf-8'
/** The look is the one of Telegram's page; what stands on it is VK's own. */
const pageFiles: Record<string, { path: string; type: string }> = {
  '/playground': { path: './page/index.html', type: html },
  '/playground/page.css': { path: '../telegram/page/page.css', type: css },
  '/playground/bubbles.css': { path: '../telegram/page/bubbles.css', type: css },
  '/playground/icon.svg': { path: '../telegram/page/icon.svg', type: 'image/svg+xml' },
  '/playground/main.js': { path: './page/main.js', type: script },
  '/playground/bubbles.js': { path: './page/bubbles.js', type: script },
  '/playground/words.js': { path: './page/words.js', type: script },
}

/** The page where a human plays the clients of the communities. */
export const createPlayground = (communities: () => Community[], surroundings: Surroundings): Playground => {
  const live = createLiveFeed()
  surroundings.changed = live.changed
  const serve = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const query = new URL(request.url ?? '/', 'http://playground').searchParams
    const found = communities().find(({ id }) => String(id) === query.get('community'))
    const file = pageFiles[path]
    if (path === '/') response.writeHead(302, { location: '/playground' }).end()
    else if (file) await servePageFile(response, file)
    else if (path === '/playground/live') live.serve(response)
    else if (path === '/playground/state') writeJson(response, 200, stateView(communities()))
    else if (!found) writeJson(response, 404, { problem: 'no such community' })
    else if (path === '/playground/chat')
      writeJson(response, 200, chatView(found, Number(query.get('person'))))
    else if (path === '/playground/act' && request.method === 'POST') await serveAct(request, response, found)
    else writeJson(response, 404, { problem: 'no such page' })
  }
  return {
    serve: (request, response, path) => {
      serve(request, response, path).catch((error: unknown) => {
        writeJson(response, 400, { problem: error instanceof Error ? error.message : String(error) })
      })
    },
    close: live.close,
  }
}

const servePageFile = async (
  response: ServerResponse,
  file: { path: string; type: string },
): Promise<void> => {
  const bytes = await readFile(new URL(file.path, import.meta.url))
  response.writeHead(200, {
    'content-type': file.type,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  })
  response.end(bytes)
}

/** Acts come from the page itself only: another site's form would carry that site's Origin. */
const serveAct = async (
  request: IncomingMessage,
  response: ServerResponse,
  community: Community,
): Promise<void> => {
  const { origin, host } = request.headers
  if (origin !== undefined && new URL(origin).host !== host) {
    writeJson(response, 403, { problem: 'foreign origin' })
    return
  }
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    sizeBytes += chunk.length
    if (sizeBytes <= maxUploadBytes) chunks.push(chunk)
  }
  if (sizeBytes > maxUploadBytes) throw new Error('too large')
  const type = request.headers['content-type'] ?? ''
  const { parameters, files } = await readParameters(new URLSearchParams(), type, Buffer.concat(chunks))
  writeJson(response, 200, { done: act(community, parameters, files) ?? true })
}

const writeJson = (response: ServerResponse, status: number, value: unknown): void => {
  if (response.headersSent) return
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(toJson(value))
}
