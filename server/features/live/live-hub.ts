import type { WebSocket } from 'ws'
import { findViewer, type Viewer } from '#features/access'
import { countsOf } from '#features/imbox'
import type { ChangeTail } from '#lib/change-tail'
import { hasSeen, readChanges, type Change } from '#lib/changes'
import type { Db } from '#lib/db'
import type { Log } from '#lib/log'
import { changesFor, hydrate } from './hydrate.ts'
import { sendFrame, type Batch, type LiveClient } from './live-client.ts'

export type LiveHub = {
  join(viewer: Viewer, socket: WebSocket, cursor: string | undefined): Promise<void>
  clients(): number
  close(): void
}

const mostMissed = 2000
const countsEveryMs = 150
const pingMs = 25_000
/** The socket is told to sign in again. */
const closeSignedOut = 4401

/** Tells the browsers of this node what changes: reads each batch once per account and sends every browser what it may see. */
export function createLiveHub(deps: { db: Db; tail: ChangeTail; log: Log }): LiveHub {
  const accounts = new Map<number, Set<LiveClient>>()
  let work = Promise.resolve()

  /** Batches are sent in the order of the log. */
  function inOrder(step: () => Promise<void>): Promise<void> {
    work = work.then(step).catch((error: unknown) => deps.log.error({ error }, 'live updates failed'))
    return work
  }

  const unsubscribe = deps.tail.subscribe((changes, cursor) => {
    if (accounts.size === 0) return
    if (changes === null) return reloadAll(accounts, cursor)
    for (const [accountId, some] of Map.groupBy(changes, (change) => change.accountId)) {
      if (accounts.has(accountId)) void inOrder(() => tellAccount(accountId, { changes: some, cursor }))
    }
  })

  async function tellAccount(accountId: number, batch: Batch): Promise<void> {
    const clients = accounts.get(accountId)
    if (!clients) return
    if (batch.changes.some((change) => change.topic === 'users')) await refreshViewers(accountId, clients)
    for (const client of clients) if (client.isCatchingUp) client.backlog.push(batch)
    const ready = [...clients].filter((client) => !client.isCatchingUp)
    await tellClients(ready, accountId, batch)
  }

  async function tellClients(clients: LiveClient[], accountId: number, batch: Batch): Promise<void> {
    if (clients.length === 0) return
    const hydrated = await hydrate(deps.db, accountId, batch.changes)
    for (const client of clients) {
      const changes = await changesFor(deps.db, client.viewer, hydrated)
      if (changes.length > 0) sendFrame(client, { type: 'changes', cursor: batch.cursor, changes })
      if (hydrated.movesCounts) sendCountsSoon(client)
    }
  }

  /** Exact counters, at most a few times a second a browser. */
  function sendCountsSoon(client: LiveClient): void {
    client.countsTimer ??= setTimeout(() => {
      client.countsTimer = null
      countsOf(deps.db, client.viewer)
        .then((counts) =>
          sendFrame(client, {
            type: 'changes',
            cursor: deps.tail.cursor(),
            changes: [{ topic: 'counts', counts }],
          }),
        )
        .catch((error: unknown) => deps.log.warn({ error }, 'counters could not be sent'))
    }, countsEveryMs)
  }

  async function refreshViewers(accountId: number, clients: Set<LiveClient>): Promise<void> {
    for (const client of clients) {
      const viewer = await findViewer(deps.db, accountId, client.viewer.userId)
      if (viewer) client.viewer = viewer
      else client.socket.close(closeSignedOut, 'signed out')
    }
  }

  /** Sends what was missed since the cursor, then lets the live batches through, without those already sent. */
  async function catchUp(client: LiveClient, cursor: string): Promise<void> {
    const { accountId } = client.viewer
    const read = await readChanges(deps.db, cursor, { accountId, most: mostMissed })
    if (read.isTooOld) sendFrame(client, { type: 'reload', cursor: read.cursor })
    else {
      await tellClients([client], accountId, { changes: read.changes, cursor: read.cursor })
      sendFrame(client, { type: 'hello', cursor: read.cursor })
    }
    await inOrder(async () => {
      for (const batch of client.backlog.splice(0)) {
        const fresh = batch.changes.filter((change: Change) => !hasSeen(read.cursor, change.txid))
        if (fresh.length > 0) await tellClients([client], accountId, { changes: fresh, cursor: batch.cursor })
      }
      client.isCatchingUp = false
    })
  }

  const pinging = setInterval(() => {
    for (const clients of accounts.values()) for (const client of clients) client.socket.ping()
  }, pingMs)

  return {
    async join(viewer, socket, cursor) {
      const client: LiveClient = { viewer, socket, isCatchingUp: true, backlog: [], countsTimer: null }
      const clients = accounts.get(viewer.accountId) ?? new Set()
      accounts.set(viewer.accountId, clients.add(client))
      socket.on('close', () => leave(accounts, client))
      socket.on('error', () => socket.terminate())
      await catchUp(client, cursor ?? deps.tail.cursor())
    },
    clients: () => [...accounts.values()].reduce((sum, clients) => sum + clients.size, 0),
    close() {
      unsubscribe()
      clearInterval(pinging)
      for (const clients of accounts.values())
        for (const client of clients) client.socket.close(1001, 'stopping')
    },
  }
}

function leave(accounts: Map<number, Set<LiveClient>>, client: LiveClient): void {
  if (client.countsTimer) clearTimeout(client.countsTimer)
  const clients = accounts.get(client.viewer.accountId)
  clients?.delete(client)
  if (clients?.size === 0) accounts.delete(client.viewer.accountId)
}

/** The tail lost its place: every browser loads everything anew. */
function reloadAll(accounts: Map<number, Set<LiveClient>>, cursor: string): void {
  for (const clients of accounts.values())
    for (const client of clients) sendFrame(client, { type: 'reload', cursor })
}
