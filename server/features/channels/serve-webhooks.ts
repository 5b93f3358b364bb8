import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ChannelKind } from '#contract/channels'
import type { ChannelRef, Connection, Incoming, Messenger, WebhookAnswer } from '#channels/channel'
import { hashToken } from '#lib/crypto'
import { describeError } from '#lib/log'
import { channelKinds } from '#contract/channels'
import type { ChannelDeps, IncomingRoad } from './channel-deps.ts'
import { openConnection } from './open-connection.ts'
import { createPathCache } from './path-cache.ts'
import { findChannelByPath } from './queries.ts'
import { webhookProof } from './webhook-secret.ts'
import { writtenAt } from './written-at.ts'

type WebhookDeps = Pick<
  ChannelDeps,
  'db' | 'secretKey' | 'clock' | 'log' | 'tail' | 'messengers' | 'health'
> &
  IncomingRoad

const maxUpdateBytes = 1024 * 1024
const retryAfterSeconds = '5'

declare module 'fastify' {
  interface FastifyRequest {
    /** The channel whose webhook address this is. */
    hooked: Hooked | null
  }
}

/**
 * Receives updates at /hooks/<kind>/<secret>. The address is checked before the body is read, the messenger's proof on its
 * bytes; the answer is good only after the commit, 503 when the database is away, so that the messenger comes again.
 */
export function serveWebhooks(app: FastifyInstance, deps: WebhookDeps): void {
  const findByPath = createPathCache(deps, (hash) => findHooked(deps, hash))
  app.decorateRequest('hooked', null)
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body))
    for (const kind of channelKinds) {
      const messenger = deps.messengers[kind]
      if (!messenger.webhook) continue
      scope.post(`/hooks/${kind}/:secret`, {
        bodyLimit: maxUpdateBytes,
        onRequest: async (request, reply) => {
          request.hooked = await admit(findByPath, kind, request)
          if (!request.hooked) await reply.code(404).send()
        },
        handler: async (request, reply) => {
          const { status, answer } = await takeUpdate(deps, messenger, request)
          if (status === 503) reply.header('retry-after', retryAfterSeconds)
          if (answer) return reply.code(status).type(answer.contentType).send(answer.body)
          return reply.code(status).send()
        },
      })
    }
    done()
  })
}

type Hooked = { channel: ChannelRef; secret: string; connection: Connection }

/** @returns the channel that a path leads to, and with what it proves itself. */
async function findHooked(
  { db, secretKey }: Pick<WebhookDeps, 'db' | 'secretKey'>,
  hash: string,
): Promise<Hooked | null> {
  const found = await findChannelByPath(db, hash)
  if (!found) return null
  const { accountId, id, kind } = found
  return {
    channel: { accountId, id, kind },
    secret: webhookProof(secretKey, hash),
    connection: openConnection(secretKey, found),
  }
}

async function admit(
  findByPath: (hash: string) => Promise<Hooked | null>,
  kind: ChannelKind,
  request: FastifyRequest,
): Promise<Hooked | null> {
  const { params } = request
  const secret =
    typeof params === 'object' && params !== null && 'secret' in params ? String(params.secret) : ''
  const hash = hashToken(secret)
  const found = await findByPath(hash)
  return found?.channel.kind === kind ? found : null
}

type Taken = { status: 200 | 400 | 403 | 404 | 503; answer?: WebhookAnswer | undefined }

async function takeUpdate(deps: WebhookDeps, messenger: Messenger, request: FastifyRequest): Promise<Taken> {
  const { hooked, headers } = request
  const { webhook } = messenger
  if (!hooked || !webhook) return { status: 404 }
  const { channel, connection, secret } = hooked
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  if (!webhook.verify({ headers, body }, { secret, connection })) return { status: 403 }
  const update = webhook.parse(body)
  if (update === undefined) return { status: 400 }
  try {
    deps.health.received(channel, await passOn(deps, messenger, channel, update))
    return { status: 200, answer: await webhook.answer?.(connection, update) }
  } catch (error) {
    deps.log.warn(
      { channelId: channel.id, error: describeError(error)['message'] },
      'an update has to come again',
    )
    return { status: 503 }
  }
}

/**
 * Hands one update on. Rejects only when the database is away; an update that our rules cannot read is set aside. @returns
 * when it was written if it was, or may have been, somebody's message; else null.
 */
export async function passOn(
  deps: Pick<WebhookDeps, 'clock' | 'log'> & IncomingRoad,
  messenger: Messenger,
  channel: ChannelRef,
  update: unknown,
): Promise<Date | null> {
  let items: Incoming[]
  try {
    items = messenger.receive(update, deps.clock())
  } catch (error) {
    deps.log.error(
      { channelId: channel.id, error: describeError(error) },
      'an update could not be read and was set aside',
    )
    await deps.setAside(channel, update, error)
    return deps.clock()
  }
  const meant = items.filter((item) => item.kind !== 'ignored')
  if (meant.length > 0) await deps.take(channel, meant, update)
  return writtenAt(meant)
}
