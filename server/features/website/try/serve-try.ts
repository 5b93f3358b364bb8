import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Language } from '#contract/common'
import type { Config } from '#lib/config'
import type { Db } from '#lib/db'
import { findButton, findOnlyButton } from '../queries.ts'
import { publicIdPattern } from '../button.ts'
import { shopPage } from './page.ts'

type TryDeps = { db: Db; config: Pick<Config, 'publicUrl' | 'filesUrl'> }

const query = z.object({
  lang: z.enum(['ru', 'en']).optional().catch(undefined),
  button: z.string().regex(publicIdPattern).optional().catch(undefined),
})

const assets = [
  { path: 'shop.css', type: 'text/css; charset=utf-8' },
  { path: 'shop.js', type: 'text/javascript; charset=utf-8' },
  { path: 'icon.svg', type: 'image/svg+xml' },
]

/** Serves /try: a shop to play the client in, with the button that was asked for, else the first one of the only account. */
export function serveTry(app: FastifyInstance, deps: TryDeps): void {
  for (const { path, type } of assets) {
    const body = readFileSync(new URL(path, import.meta.url), 'utf8')
    app.get(`/try/${path}`, async (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(body),
    )
  }
  app.get('/try', async (request, reply) => {
    const { lang, button } = query.parse(request.query)
    const shown = await chooseButton(deps.db, button)
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', contentPolicy(deps.config))
      .send(shopPage(lang ?? preferredLanguage(request), shown))
  })
}

async function chooseButton(db: Db, asked: string | undefined): Promise<string | null> {
  if (asked === undefined) return findOnlyButton(db)
  return (await findButton(db, asked))?.publicId ?? null
}

function preferredLanguage(request: FastifyRequest): Language {
  return /^\s*ru\b/i.test(request.headers['accept-language'] ?? '') ? 'ru' : 'en'
}

/** As strict as a careful shop's: the widget must work without inline scripts and styles. */
function contentPolicy(config: TryDeps['config']): string {
  const files = ["'self'", 'blob:', config.publicUrl, config.filesUrl].filter(Boolean).join(' ')
  return `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src ${files}; media-src ${files}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
}
