import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LiveFeed } from './live-feed.ts'
import { readBody } from './read-body.ts'

export type PlayPage = {
  serve: (request: IncomingMessage, response: ServerResponse, path: string) => void
  /** From now on the page leads to these, all of them played together. */
  join: (tabs: readonly PlayTab[]) => void
  close: () => void
}

/** A page as the others show it. */
export type PlayTab = { name: string; url: string }

/** One request of the page to its stand-in. `path` is what follows /playground/. */
export type PageCall = {
  path: string
  query: URLSearchParams
  request: IncomingMessage
  response: ServerResponse
}

export type PlayPageOptions = {
  /** Where index.html and the other files of the page lie. */
  folder: URL
  /** Its own files besides index.html; the look is the same for all. */
  files: string[]
  live: LiveFeed
  /** The answer as JSON; undefined when it has been given already. Whatever is thrown is told on the page. */
  answer: (call: PageCall) => unknown
  toJson?: (value: unknown) => string
}

/** What the page is told with this HTTP status. */
export class PageProblem extends Error {
  readonly status: number

  constructor(status: number, problem: string) {
    super(problem)
    this.status = status
  }
}

const sharedFolder = new URL('page/', import.meta.url)
const sharedFiles = ['page.css', 'bubbles.css', 'elements.js', 'tabs.js']
const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** The page of a stand-in, where a human plays the clients. */
export const createPlayPage = (options: PlayPageOptions): PlayPage => {
  const files = new Map<string, URL>([['/playground', new URL('index.html', options.folder)]])
  for (const name of sharedFiles) files.set(`/playground/${name}`, new URL(name, sharedFolder))
  for (const name of options.files) files.set(`/playground/${name}`, new URL(name, options.folder))
  let tabs: readonly PlayTab[] = []
  const write = (response: ServerResponse, status: number, value: unknown): void =>
    writeJson(response, status, (options.toJson ?? JSON.stringify)(value))
  const serve = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const file = files.get(path)
    if (path === '/') response.writeHead(302, { location: '/playground' }).end()
    else if (file) await serveFile(response, file)
    else if (path === '/playground/live') options.live.serve(response)
    else if (path === '/playground/tabs') write(response, 200, tabs)
    else {
      const query = new URL(request.url ?? '/', 'http://playground').searchParams
      const call = { path: path.slice('/playground/'.length), query, request, response }
      const value = await options.answer(call)
      if (value !== undefined) write(response, 200, value)
    }
  }
  return {
    serve: (request, response, path) => {
      serve(request, response, path).catch((error: unknown) => {
        const status = error instanceof PageProblem ? error.status : 400
        write(response, status, { problem: error instanceof Error ? error.message : String(error) })
      })
    },
    join: (joined) => {
      tabs = joined
    },
    close: options.live.close,
  }
}

const serveFile = async (response: ServerResponse, file: URL): Promise<void> => {
  const bytes = await readFile(file)
  response.writeHead(200, {
    'content-type': types[file.pathname.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  })
  response.end(bytes)
}

const shownInline = /^(image\/(jpeg|png|gif|webp)|audio\/|video\/)/

/** Bytes that somebody sent: shown when they are a picture, sound or film, else only to be saved. */
export const serveBytes = (
  response: ServerResponse,
  { bytes, mime, name }: { bytes: Buffer; mime: string; name: string },
): void => {
  const isShown = shownInline.test(mime)
  response.writeHead(200, {
    'content-type': isShown ? mime : 'application/octet-stream',
    'content-length': bytes.length,
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name || 'file')}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  })
  response.end(bytes)
}

/** The form of an act. Acts come from the page itself only: another site's form would carry that site's Origin. */
export const readAct = async (
  { request }: PageCall,
  maxBytes: number,
): Promise<{ contentType: string; body: Buffer }> => {
  const { origin, host } = request.headers
  if (request.method !== 'POST') throw new PageProblem(404, 'no such page')
  if (origin !== undefined && new URL(origin).host !== host) throw new PageProblem(403, 'foreign origin')
  const body = await readBody(request, maxBytes)
  if (!body) throw new PageProblem(413, 'too large')
  return { contentType: request.headers['content-type'] ?? '', body }
}

const writeJson = (response: ServerResponse, status: number, json: string): void => {
  if (response.headersSent) return
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(json)
}
