import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from './api-error.ts'
import type { Bot } from './bot.ts'
import { maxBodyBytes, readParameters } from './call-parameters.ts'
import type { FileStore } from './file-store.ts'
import { act } from './playground-acts.ts'
import { createLiveFeed } from './playground-live.ts'
import { chatView, stateView } from './playground-views.ts'
import type { Surroundings } from './surroundings.ts'

export type PlaygroundBot = { bot: Bot; files: FileStore }
export type Playground = {
  serve: (request: IncomingMessage, response: ServerResponse, path: string) => void
  close: () => void
}

const pageFiles: Record<string, { name: string; type: string }> = {
  '/playground': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/playground/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
  '/playground/bubbles.css': { name: 'bubbles.css', type: 'text/css; charset=utf-8' },
  '/playground/icon.svg': { name: 'icon.svg', type: 'image/svg+xml' },
  '/playground/main.js': { name: 'main.js', type: 'text/javascript; charset=utf-8' },
  '/playground/bubbles.js': { name: 'bubbles.js', type: 'text/javascript; charset=utf-8' },
  '/playground/labels.js': { name: 'labels.js', type: 'text/javascript; charset=utf-8' },
  '/playground/words.js': { name: 'words.js', type: 'text/javascript; charset=utf-8' },
}
const shownInline = /^(image\/(jpeg|png|gif|webp)|audio\/|video\/)/

/** The page where a human plays the clients of the bots. */
export const createPlayground = (bots: () => PlaygroundBot[], surroundings: Surroundings): Playground => {
  const live = createLiveFeed()
  surroundings.changed = live.changed
  const serve = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const query = new URL(request.url ?? '/', 'http://playground').searchParams
    const found = bots().find(({ bot }) => String(bot.id) === query.get('bot'))
    if (path === '/') redirect(response)
    else if (pageFiles[path]) await servePageFile(response, pageFiles[path])
    else if (path === '/playground/live') live.serve(response)
    else if (path === '/playground/state') writeJson(response, 200, stateView(bots().map(({ bot }) => bot)))
    else if (!found) writeJson(response, 404, { problem: 'no such bot' })
    else if (path === '/playground/chat')
      writeJson(response, 200, chatView(found.bot, Number(query.get('person'))))
    else if (path === '/playground/file') serveStored(response, found.files, query.get('id') ?? '')
    else if (path === '/playground/act' && request.method === 'POST')
      await serveAct(request, response, found.bot)
    else writeJson(response, 404, { problem: 'no such page' })
  }
  return {
    serve: (request, response, path) => {
      serve(request, response, path).catch((error: unknown) => {
        const problem = error instanceof Error ? error.message : String(error)
        writeJson(response, error instanceof ApiError ? error.code : 400, { problem })
      })
    },
    close: live.close,
  }
}

const redirect = (response: ServerResponse): void => {
  response.writeHead(302, { location: '/playground' })
  response.end()
}

const servePageFile = async (
  response: ServerResponse,
  file: { name: string; type: string },
): Promise<void> => {
  const bytes = await readFile(new URL(`./page/${file.name}`, import.meta.url))
  response.writeHead(200, {
    'content-type': file.type,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  })
  response.end(bytes)
}

const serveStored = (response: ServerResponse, files: FileStore, fileId: string): void => {
  const file = files.find(fileId)
  if (!file) {
    writeJson(response, 404, { problem: 'no such file' })
    return
  }
  const disposition = shownInline.test(file.mime) ? 'inline' : 'attachment'
  const bytes = file.bytes ?? Buffer.alloc(0)
  response.writeHead(200, {
    'content-type': shownInline.test(file.mime) ? file.mime : 'application/octet-stream',
    'content-length': bytes.length,
    'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(file.name || 'file')}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  })
  response.end(bytes)
}

/** Acts come from the page itself only: another site's form would carry that site's Origin. */
const serveAct = async (request: IncomingMessage, response: ServerResponse, bot: Bot): Promise<void> => {
  const { origin, host } = request.headers
  if (origin !== undefined && new URL(origin).host !== host) throw new ApiError(403, 'foreign origin')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size <= maxBodyBytes) chunks.push(chunk)
  }
  if (size > maxBodyBytes) throw new ApiError(413)
  const contentType = request.headers['content-type'] ?? ''
  const parameters = await readParameters(new URLSearchParams(), contentType, Buffer.concat(chunks))
  writeJson(response, 200, { done: act(bot, parameters) ?? true })
}

const writeJson = (response: ServerResponse, status: number, value: unknown): void => {
  if (response.headersSent) return
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(value))
}
