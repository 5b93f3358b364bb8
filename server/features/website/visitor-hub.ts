import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { VisitorFrame } from '#contract/website'
import type { Change } from '#lib/changes'
import { AppError } from '#lib/errors'
import { frameText } from '#lib/http/frame-text'
import type { RequestInfo } from '#lib/http/route'
import { openButton } from './button.ts'
import { findVisitorChat, listVisitorChatIds, type Visitor } from './queries.ts'
import { noteDelivered } from './receipts.ts'
import { firstName, showMessage } from './show-message.ts'
import { findLastRead, findUserName, listThreadMessages, type ThreadRow } from './thread-queries.ts'
import { recognise } from './visitor.ts'
import type { WebsiteDeps } from './website-deps.ts'

/** How long a connection may wait with its token. */
const helloMs = 10_000
const beatMs = 30_000
/** A visitor with more tabs than this loses the oldest connection; the widget then fetches by itself. */
const maxSockets = 20
const maxUnsentBytes = 1024 * 1024

/** Close codes: 4401 the token is unknown, 4403 the page may not, 4404 there is no such button, 4409 fetch anew and come back. */
const closeCodes: Partial<Record<string, number>> = {
  'visitor.unknown': 4401,
  'visitor.origin_refused': 4403,
  'channel.not_found': 4404,
}

type Connection = {
  socket: WebSocket
  visitor: Visitor
  base: string
  chatId: string | null
  /** Messages this connection has got: a new state of one of them is not told again, only another text. */
  told: Set<string>
  lastRead: string | null
  isAlive: boolean
}

export type VisitorHub = {
  accept: (button: string, request: RequestInfo, socket: WebSocket) => Promise<void>
}

const hello = z.object({ token: z.string().max(128) })

/** Pushes what happens in chats to the visitors connected to this node; it follows the live log, so any node may write. */
export function createVisitorHub(deps: WebsiteDeps): VisitorHub {
  const connections = new Set<Connection>()
  let work = Promise.resolve()

  deps.tail.subscribe((changes) => {
    if (connections.size === 0) return
    // One batch after the other, so that frames keep their order.
    work = work
      .then(() => (changes === null ? closeAll() : push(deps, [...connections], changes)))
      .catch((error: unknown) => {
        deps.log.warn({ error: String(error) }, 'Visitors could not be told; they will fetch')
        closeAll()
      })
  })
  setInterval(() => {
    for (const connection of connections) checkAlive(connection)
  }, beatMs).unref()

  function closeAll(): void {
    for (const { socket } of connections) socket.close(4409)
  }

  function add(connection: Connection): void {
    const own = [...connections].filter((one) => one.visitor.hash === connection.visitor.hash)
    for (const old of own.slice(0, Math.max(0, own.length - maxSockets + 1))) old.socket.close(4409)
    connections.add(connection)
    connection.socket.on('pong', () => {
      connection.isAlive = true
    })
    connection.socket.on('close', () => connections.delete(connection))
    if (connection.socket.readyState !== connection.socket.OPEN) connections.delete(connection)
    tell(connection, { type: 'ready' })
  }

  return {
    async accept(publicId, request, socket) {
      const first = firstText(socket)
      try {
        const button = await openButton(deps, publicId, request)
        const { token } = hello.parse(JSON.parse(await first))
        const visitor = await recognise(deps, button, token)
        const chat = await findVisitorChat(deps.db, visitor)
        const base = request.host
        const chatId = chat?.id ?? null
        add({ socket, visitor, base, chatId, told: new Set(), lastRead: null, isAlive: true })
      } catch (error) {
        const code = error instanceof AppError ? closeCodes[error.code] : undefined
        socket.close(code ?? (isBadHello(error) ? 4400 : 1011))
      }
    },
  }
}

function isBadHello(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof z.ZodError || error instanceof NoHello
}

class NoHello extends Error {}

/** The first frame. The listener is there before anything is waited for. */
function firstText(socket: WebSocket): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const timer = setTimeout(() => reject(new NoHello()), helloMs)
  socket.once('message', (data) => resolve(frameText(data)))
  socket.once('close', () => reject(new NoHello()))
  promise.finally(() => clearTimeout(timer)).catch(() => {})
  return promise
}

function checkAlive(connection: Connection): void {
  if (!connection.isAlive || connection.socket.bufferedAmount > maxUnsentBytes) {
    connection.socket.terminate()
    return
  }
  connection.isAlive = false
  connection.socket.ping()
}

const readTopics = new Set([
  'conversation.read',
  'conversation.closed',
  'conversation.dismissed',
  'read_mark',
  'message.queued',
])

async function push(deps: WebsiteDeps, connections: Connection[], changes: Change[]): Promise<void> {
  await findNewChats(deps, connections, changes)
  const byChat = Map.groupBy(
    connections.filter((one) => one.chatId !== null),
    (one) => one.chatId,
  )
  const relevant = changes.filter((one) => byChat.has(one.chatId))
  for (const accountChanges of Map.groupBy(relevant, (one) => one.accountId).values()) {
    await pushMessages(deps, byChat, accountChanges)
    for (const one of accountChanges) {
      const listeners = byChat.get(one.chatId) ?? []
      if (one.topic === 'message.deleted') pushDeleted(listeners, one)
      else if (one.topic === 'typing') await pushTyping(deps, listeners, one)
      else if (readTopics.has(one.topic)) await pushRead(deps, listeners, one)
    }
  }
}

/** Visitors who were connected before they wrote for the first time. */
async function findNewChats(deps: WebsiteDeps, connections: Connection[], changes: Change[]): Promise<void> {
  const waiting = connections.filter((one) => one.chatId === null)
  const began = changes.filter((one) => one.topic === 'message.received' && one.chatId !== null)
  if (waiting.length === 0 || began.length === 0) return
  const found = await listVisitorChatIds(
    deps.db,
    waiting.map((one) => one.visitor),
  )
  for (const one of waiting) one.chatId = found.get(one.visitor.hash) ?? null
}

type ByChat = Map<string | null, Connection[]>

async function pushMessages(deps: WebsiteDeps, byChat: ByChat, changes: Change[]): Promise<void> {
  const accountId = changes[0]?.accountId ?? 0
  const ids = [...new Set(changes.flatMap((one) => (one.messageId === null ? [] : [one.messageId])))]
  const edited = new Set(changes.flatMap((one) => (one.topic === 'message.edited' ? [one.messageId] : [])))
  const isNews = (listeners: Connection[] | undefined, id: string): boolean =>
    (listeners ?? []).some((each) => edited.has(id) || !each.told.has(id))
  const wanted = ids.filter((id) =>
    changes.some((one) => one.messageId === id && isNews(byChat.get(one.chatId), id)),
  )
  if (wanted.length === 0) return
  const arrived: { visitor: Visitor; row: ThreadRow }[] = []
  for (const row of await listThreadMessages(deps.db, accountId, wanted)) {
    const listeners = (byChat.get(row.chatId) ?? []).filter((one) => isNews([one], row.messageId))
    for (const one of listeners) {
      one.told.add(row.messageId)
      tell(one, { type: 'message', message: showMessage(deps, row, { accountId, base: one.base }) })
    }
    const [first] = listeners
    if (first) arrived.push({ visitor: first.visitor, row })
  }
  await noteDelivered(deps, arrived)
}

/** Only what we wrote is taken back, and that the visitor knows by our own id. */
function pushDeleted(listeners: Connection[], { messageId }: Change): void {
  if (messageId === null) return
  for (const each of listeners) tell(each, { type: 'deleted', id: messageId })
}

async function pushTyping(deps: WebsiteDeps, listeners: Connection[], one: Change): Promise<void> {
  const userId = one.patch?.['userId']
  if (typeof userId !== 'number') return
  const name = await findUserName(deps.db, one.accountId, userId)
  for (const each of listeners)
    tell(each, { type: 'typing', authorName: name === null ? null : firstName(name) })
}

async function pushRead(deps: WebsiteDeps, listeners: Connection[], one: Change): Promise<void> {
  if (one.chatId === null) return
  const upTo = await findLastRead(deps.db, { accountId: one.accountId, chatId: one.chatId })
  if (upTo === null) return
  for (const each of listeners) {
    if (each.lastRead === upTo) continue
    each.lastRead = upTo
    tell(each, { type: 'read', upTo })
  }
}

function tell({ socket }: Connection, frame: VisitorFrame): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
}
