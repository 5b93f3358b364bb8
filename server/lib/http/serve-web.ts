import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError } from '../errors.ts'
import { answerError } from './answer-error.ts'
import type { Log } from '../log.ts'

/** Where the built files lie; a folder that is not there (in development) is left out. Absolute paths. */
export type WebFolders = { web: string; widget: string }

/**
 * Serves the web app, if it is built, whose own addresses all answer its index.html, and the widget, which any site may load.
 * Files with a hash in their name are kept for ever, all others are asked for again.
 */
export async function serveWeb(app: FastifyInstance, folders: WebFolders | null, log: Log): Promise<void> {
  const root = folders ? [folders.web, folders.widget].filter((folder) => existsSync(folder)) : []
  const hasIndex = folders !== null && existsSync(join(folders.web, 'index.html'))
  if (folders && root.length > 0) {
    await app.register(fastifyStatic, {
      root,
      index: hasIndex ? 'index.html' : false,
      preCompressed: true,
      cacheControl: false,
      dotfiles: 'ignore',
      setHeaders: (reply, path) => {
        if (path.startsWith(folders.widget + sep)) setWidgetHeaders(reply)
        else reply.header('cache-control', cacheOf(path.slice(folders.web.length)))
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && isPagePath(request.url)
    if (!isPage || !hasIndex) return answerError(log, request, reply, new AppError('request.not_found'))
    return reply.sendFile('index.html', folders.web)
  })
}

function cacheOf(path: string): string {
  return path.startsWith(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/** An address of the app itself: not of the API, of a shared file or of a build's file that is no longer there. */
function isPagePath(url: string): boolean {
  const path = url.split('?')[0] ?? ''
  return !/^\/(api|f|hooks|assets)(\/|$)/.test(path) && !/\.[a-z0-9]{2,5}$/i.test(path)
}

function setWidgetHeaders(reply: FastifyReply): void {
  reply
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', 'public, max-age=300')
}
