import { setTimeout as pause } from 'node:timers/promises'
import { liveEnd } from '#contract/live-end'
import { findViewer, seesEverything } from '#features/access'
import { countsOf } from '#features/imbox'
import type { ChangeTail } from '#lib/change-tail'
import { hasSeen, readChanges, type Change } from '#lib/changes'
import type { Database } from '#lib/db'
import { gatherReads } from '#lib/gather-reads'
import type { Log } from '#lib/log'
import { changesFor } from './changes-for.ts'
import { hydrate, movesCounts } from './hydrate.ts'
import { frameOf, sendFrame, sendBytes, type Batch, type LiveClient } from './live-client.ts'
import { createSoon } from './soon.ts'
import { followLooks } from './window-looks.ts'

export type LiveHub = {
  join(
    joining: Pick<LiveClient, 'viewer' | 'socket' | 'isSignedIn'>,
    cursor: string | undefined,
  ): Promise<void>
  clients(): number
  close(): void
}

/** The browsers of one account, and what has come for them and is not told yet. */
type Audience = { clients: Set<LiveClient>; waiting: Batch | null }

const mostMissed = 2000
/** Of a flood nothing is told one by one: to load anew costs less, and what waits stays small. */
const mostTold = 10_000
/** What tells who may hear something is heeded in a flood, too. */
const aboutViewers = new Set(['users', 'session.ended'])
const countsEveryMs = 150
const tryAgainMs = 1000
const restShare = 0.2
const longestRestMs = 250
const pingMs = 25_000
const closeTryAgain = 1013

/** Tells the browsers of this node what changes: reads each batch once per account and sends every browser what it may see. */
export function createLiveHub(
  deps: Pick<Database, 'db' | 'pool'> & { tail: ChangeTail; log: Log; nodeId: string },
): LiveHub {
  const reads = gatherReads(deps.pool)
  const accounts = new Map<number, Audience>()
  let work = Promise.resolve()
  const stopping = new AbortController()
  /** The browsers of each user, by his key. */
  const users = new Map<string, Set<LiveClient>>()
  const tellCountsSoon = createSoon(countsEveryMs, tellCounts, stopping.signal)

  /**
   * Steps are done in the order of the log. When one fails the browsers it was for are parted from: they come back with the cursors
   * of what they were told, so that nothing is passed over.
   */
  function inOrder(browsers: Iterable<LiveClient>, step: () => Promise<void>): Promise<void> {
    work = work.then(step).catch((error: unknown) => {
      deps.log.error({ error }, 'live updates failed')
      for (const { socket } of browsers) socket.close(closeTryAgain, 'come back')
    })
    return work
  }

  const unsubscribe = deps.tail.subscribe((changes, cursor) => {
    if (accounts.size === 0) return
    if (changes === null) return reloadAll(accounts, cursor)
    for (const [accountId, some] of Map.groupBy(changes, (change) => change.accountId)) {
      const audience = accounts.get(accountId)
      if (audience) tellSoon(accountId, audience, { changes: some, cursor })
    }
  })

  /** While one portion is told the next one gathers; after a dear one there is a rest, so that browsers never eat the machine. */
  function tellSoon(accountId: number, audience: Audience, batch: Batch): void {
    const isFirst = audience.waiting === null
    audience.waiting = gather(audience.waiting ?? { changes: [], cursor: batch.cursor }, batch)
    if (!isFirst) return
    void inOrder(audience.clients, async () => {
      const portion = audience.waiting
      audience.waiting = null
      const from = performance.now()
      if (portion) await tellAccount(accountId, audience.clients, portion)
      await pause(Math.min((performance.now() - from) * restShare, longestRestMs))
    })
  }

  async function tellAccount(accountId: number, clients: Set<LiveClient>, batch: Batch): Promise<void> {
    if (batch.changes.some((change) => change.topic === 'users')) await refreshViewers(accountId, clients)
    await partFrom(clients, batch)
    for (const client of clients) if (client.isCatchingUp) client.backlog.push(batch)
    const ready = [...clients].filter((client) => !client.isCatchingUp)
    await tellClients(ready, accountId, batch)
  }

  /** Those who see everything get one frame, made once. */
  async function tellClients(clients: LiveClient[], accountId: number, batch: Batch): Promise<void> {
    if (clients.length === 0) return
    if (batch.isFlood) {
      for (const client of clients) sendFrame(client, { type: 'reload', cursor: batch.cursor })
      return
    }
    const hydrated = await hydrate(reads, accountId, batch.changes)
    const frames = new Map<string, Buffer | null>()
    for (const client of clients) {
      const fresh = freshFor(client, batch)
      const isShared = fresh.length === batch.changes.length && seesEverything(client.viewer)
      const key = isShared ? `all:${client.viewer.userId}` : ''
      let frame = isShared ? frames.get(key) : undefined
      if (frame === undefined) {
        const mine = isShared ? hydrated : await hydrate(reads, accountId, fresh)
        const changes = await changesFor(reads, client.viewer, mine)
        frame = changes.length > 0 ? frameOf(batch.cursor, changes) : null
        if (isShared) frames.set(key, frame)
      }
      if (frame !== null) sendBytes(client, frame, batch.cursor)
      if (movesCounts(client.viewer, batch.changes)) tellCountsSoon(userKey(client))
    }
  }

  /** Exact counters of one user, counted once for all his browsers. */
  async function tellCounts(key: string): Promise<void> {
    const [first] = users.get(key) ?? []
    if (!first) return
    try {
      const counts = await countsOf(deps.db, first.viewer)
      for (const client of users.get(key) ?? []) {
        // Not the tail's cursor: what this browser has not been told yet must not be skipped when it comes back.
        const { cursor } = client
        sendFrame(client, { type: 'changes', cursor, changes: [{ topic: 'counts', counts }] })
      }
    } catch (error) {
      deps.log.warn({ error }, 'counters could not be sent; trying again')
      setTimeout(() => tellCountsSoon(key), tryAgainMs).unref()
    }
  }

  async function refreshViewers(accountId: number, clients: Set<LiveClient>): Promise<void> {
    for (const client of clients) {
      const viewer = await findViewer(deps.db, accountId, client.viewer.userId)
      if (viewer) client.viewer = viewer
      else client.socket.close(liveEnd.signedOut, 'signed out')
    }
  }

  /** One session of a user has ended: his other browsers go on. */
  async function partFrom(clients: Set<LiveClient>, { changes }: Batch): Promise<void> {
    const ended = new Set(changes.flatMap((one) => (one.topic === 'session.ended' ? [one.userId] : [])))
    if (ended.size === 0) return
    for (const client of clients) {
      if (!ended.has(client.viewer.userId) || (await client.isSignedIn())) continue
      client.socket.close(liveEnd.signedOut, 'signed out')
    }
  }

  /** Sends what was missed since the cursor, then lets the live batches through, without those already sent. */
  async function catchUp(client: LiveClient, cursor: string): Promise<void> {
    const { accountId } = client.viewer
    const read = await readChanges(deps.db, cursor, { accountId, most: mostMissed })
    client.caughtUpTo = { cursor: read.cursor, atMs: Date.now() }
    if (read.isTooOld) sendFrame(client, { type: 'reload', cursor: read.cursor })
    else {
      await tellClients([client], accountId, { changes: read.changes, cursor: read.cursor })
      sendFrame(client, { type: 'hello', cursor: read.cursor })
    }
    await inOrder([client], async () => {
      for (const batch of client.backlog.splice(0)) await tellClients([client], accountId, batch)
      client.isCatchingUp = false
    })
  }

  const pinging = setInterval(() => {
    for (const { clients } of accounts.values()) for (const client of clients) pingOrPart(client)
  }, pingMs)

  return {
    async join(joining, cursor) {
      const { viewer, socket } = joining
      const from = cursor ?? deps.tail.cursor()
      const client: LiveClient = {
        ...joining,
        cursor: from,
        isCatchingUp: true,
        caughtUpTo: null,
        backlog: [],
        isAnswering: true,
      }
      const audience = accounts.get(viewer.accountId) ?? { clients: new Set(), waiting: null }
      audience.clients.add(client)
      accounts.set(viewer.accountId, audience)
      const key = userKey(client)
      users.set(key, (users.get(key) ?? new Set()).add(client))
      socket.on('close', () => {
        audience.clients.delete(client)
        if (audience.clients.size === 0) accounts.delete(viewer.accountId)
        const own = users.get(key)
        own?.delete(client)
        if (own?.size === 0) users.delete(key)
      })
      socket.on('error', () => socket.terminate())
      socket.on('pong', () => (client.isAnswering = true))
      followLooks(deps, client)
      await catchUp(client, from)
    },
    clients: () => [...accounts.values()].reduce((sum, { clients }) => sum + clients.size, 0),
    close() {
      stopping.abort()
      unsubscribe()
      clearInterval(pinging)
      for (const { clients } of accounts.values())
        for (const client of clients) client.socket.close(1001, 'stopping')
    },
  }
}

/** Puts a batch behind what waits. */
function gather(waiting: Batch, { changes, cursor }: Batch): Batch {
  waiting.cursor = cursor
  waiting.isFlood ||= waiting.changes.length + changes.length > mostTold
  if (waiting.isFlood) waiting.changes = waiting.changes.filter(({ topic }) => aboutViewers.has(topic))
  for (const change of changes) {
    if (!waiting.isFlood || aboutViewers.has(change.topic)) waiting.changes.push(change)
  }
  return waiting
}

const userKey = ({ viewer: { accountId, userId } }: LiveClient): string => `${accountId}:${userId}`

/** For how long a batch read by the tail may still hold what catching up has already sent. */
const overlapMs = 60_000

/** What of a batch this browser has not got by catching up. */
function freshFor(client: LiveClient, batch: Batch): Change[] {
  const { caughtUpTo } = client
  if (!caughtUpTo || Date.now() - caughtUpTo.atMs > overlapMs) return batch.changes
  if (batch.cursor === caughtUpTo.cursor) return batch.changes
  return batch.changes.filter((change) => !hasSeen(caughtUpTo.cursor, change.txid))
}

/**
 * A machine that went to sleep closes nothing: who does not answer is parted from. The page does not see a ping, so it is
 * told something as well, by which it knows that it is still heard.
 */
function pingOrPart(client: LiveClient): void {
  if (!client.isAnswering) return client.socket.terminate()
  client.isAnswering = false
  client.socket.ping()
  if (!client.isCatchingUp) sendFrame(client, { type: 'changes', cursor: client.cursor, changes: [] })
}

/** The tail lost its place: every browser loads everything anew. */
function reloadAll(accounts: Map<number, Audience>, cursor: string): void {
  for (const { clients } of accounts.values())
    for (const client of clients) sendFrame(client, { type: 'reload', cursor })
}
