import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createLiveFeed } from '../telegram/playground-live.ts'
import type { Account } from './account.ts'
import { act } from './playground-acts.ts'
import { chatView, stateView } from './playground-views.ts'
import type { Surroundings } from './surroundings.ts'

export type Playground = {
  serve: (request: IncomingMessage, response: ServerResponse, path: string) => void
  close: () => void
}

/** The look is that of the other playgrounds. */
const pageFiles: Record<string, { path: string; type: string }> = {
  '/playground': { path: './page/index.html', type: 'text/html; charset=utf-8' },
  '/playground/main.js': { path: './page/main.js', type: 'text/javascript; charset=utf-8' },
  '/playground/bubbles.js': { path: './page/bubbles.js', type: 'text/javascript; charset=utf-8' },
  '/playground/words.js': { path: './page/words.js', type: 'text/javascript; charset=utf-8' },
  '/playground/icon.svg': { path: './page/icon.svg', type: 'image/svg+xml' },
  '/playground/page.css': { path: '../telegram/page/page.css', type: 'text/css; charset=utf-8' },
  '/playground/bubbles.css': { path: '../telegram/page/bubbles.css', type: 'text/css; charset=utf-8' },
}
const shownInline = /^(image\/(jpeg|png|gif)|video\/mp4)$/

/** The page where a human plays the clients of the accounts. */
export const createPlayground = (accounts: () => Account[], surroundings: Surroundings): Playground => {
  const live = createLiveFeed()
  surroundings.changed = () => live.changed(0, null)
  const serve = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const query = new URL(request.url ?? '/', 'http://playground').searchParams
    const account = accounts().find(({ id }) => id === query.get('account'))
    const file = pageFiles[path]
    if (path === '/') response.writeHead(302, { location: '/playground' }).end()
    else if (file) await servePageFile(response, file)
    else if (path === '/playground/live') live.serve(response)
    else if (path === '/playground/state') writeJson(response, 200, stateView(accounts()))
    else if (!account) writeJson(response, 404, { problem: 'no such account' })
    else if (path === '/playground/chat') {
      writeJson(response, 200, chatView(account, query.get('person') ?? ''))
    } else if (path === '/playground/got') serveGot(response, account, query.get('token') ?? '')
    else if (path === '/playground/act' && request.method === 'POST') {
      writeJson(response, 200, { done: (await act(account, await readForm(request))) ?? true })
    } else writeJson(response, 404, { problem: 'no such page' })
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

/** What a client got of a message of the account. */
const serveGot = (response: ServerResponse, account: Account, token: string): void => {
  const got = account.sent.find((sent) => sent.token === token)?.got
  if (!got) return writeJson(response, 404, { problem: 'no such file' })
  const isShown = shownInline.test(got.mime)
  response.writeHead(200, {
    'content-type': isShown ? got.mime : 'application/octet-stream',
    'content-length': got.bytes.length,
    'content-disposition': isShown ? 'inline' : 'attachment',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  })
  response.end(got.bytes)
}

/** Acts come from the page itself only: another site's form would carry that site's Origin. */
const readForm = async (request: IncomingMessage): Promise<FormData> => {
  const { origin, host } = request.headers
  if (origin !== undefined && new URL(origin).host !== host) throw new Error('foreign origin')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  return new Response(Buffer.concat(chunks), { headers }).formData()
}

const writeJson = (response: ServerResponse, status: number, value: unknown): void => {
  if (response.headersSent) return
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(value))
}
