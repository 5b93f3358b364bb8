import { setImmediate, setTimeout as pause } from 'node:timers/promises'
import type { Connection, Messenger } from '#channels/channel'
import type { ChangeTail } from '#lib/change-tail'
import type { Clock } from '#lib/clock'
import type { Database } from '#lib/db'
import type { Log } from '#lib/log'
import type { OutgoingFile } from '#channels/channel'
import { claimChats, dropStrayClaims, type ClaimedChat } from './claim-chats.ts'
import { deliverChat } from './deliver-chat.ts'
import { freeBroken } from './free-outbox.ts'
import { createTurns } from './turns.ts'

export type ReachedChannel = {
  messenger: Messenger
  connection: Connection
  /** A person has put the channel on hold: nothing may leave, whatever may be asked. */
  isPaused: boolean
  /** The token of this very connection was refused: the channel has to say so and stop, unless it has another one by now. */
  reportRevoked(detail: string): Promise<void>
}

export type OutboxDeps = Pick<Database, 'db' | 'pool'> & {
  nodeId: string
  clock: Clock
  log: Log
  /** The messenger of a channel with what is needed to call it; null: it is disconnected. */
  connect(accountId: number, channelId: number): Promise<ReachedChannel | null>
  /** The same of many channels of an account; what is not there is not told. */
  connectAll(accountId: number, channelIds: readonly number[]): Promise<Map<number, ReachedChannel | null>>
  openFile(accountId: number, fileId: string): Promise<Omit<OutgoingFile, 'kind'> | null>
}

export type Outbox = {
  /** Delivers what is due now; resolves when no chat that can move is left. Tests drain with it. */
  drain(): Promise<void>
  close(): Promise<void>
}

const mostChats = 96
/** A messenger that hangs holds a place for half a minute: the others always have some left. */
const mostOfChannel = 64
const pollMs = 500
const firstFreeingMs = 1000
const longestFreeingMs = 60_000

/**
 * Takes chats with something to send, a few at a time, and delivers each in its own order. A chat belongs to one node while
 * it is delivered; one that has to wait goes back with its time, and others go on.
 */
export function startOutbox(deps: OutboxDeps, tail: ChangeTail | null): Outbox {
  const turns = createTurns(deps)
  const running = new Map<ClaimedChat, Promise<void>>()
  let claiming: Promise<void> | null = null
  let isDirty = false
  /** All places, or all of one channel's, are taken: more may be due. */
  let isFull = false
  let isClosed = false
  let mayHaveStrayClaims = false

  async function claim(): Promise<void> {
    // Chats that end together are replaced together.
    await setImmediate()
    while (isDirty && !isClosed && running.size < mostChats) {
      isDirty = false
      if (mayHaveStrayClaims) {
        await dropStrayClaims(
          deps.db,
          deps.nodeId,
          [...running.keys()].map((chat) => chat.chatId),
        )
      }
      mayHaveStrayClaims = true
      const places = mostChats - running.size
      const chats = await claimChats(deps.db, deps.nodeId, { most: places, mostOfChannel, atWork: atWork() })
      mayHaveStrayClaims = false
      for (const chat of chats) start(chat)
      isFull = chats.length === places || [...atWork().values()].some((count) => count >= mostOfChannel)
    }
  }
  function atWork(): Map<number, number> {
    const counts = new Map<number, number>()
    for (const { channelId } of running.keys()) counts.set(channelId, (counts.get(channelId) ?? 0) + 1)
    return counts
  }
  function start(chat: ClaimedChat): void {
    const work = deliverChat(deps, turns, chat, () => isClosed)
      .catch((error: unknown) => {
        deps.log.error({ error, chatId: chat.chatId }, 'a chat could not be given back')
        void free(chat)
      })
      .finally(() => {
        running.delete(chat)
        if (!isClosed && (isDirty || isFull)) void wake()
      })
    running.set(chat, work)
  }
  /** Nobody else frees the chat of a living process, and nothing of it would leave any more. */
  async function free(chat: ClaimedChat): Promise<void> {
    for (let pauseMs = firstFreeingMs; ; pauseMs = Math.min(pauseMs * 2, longestFreeingMs)) {
      await pause(pauseMs, undefined, { ref: false })
      if (isClosed) return
      try {
        return await freeBroken(deps, chat)
      } catch (error) {
        deps.log.warn({ error, chatId: chat.chatId }, 'a chat could not be freed; trying again')
      }
    }
  }
  function wake(): Promise<void> {
    isDirty = true
    claiming ??= claim()
      .catch((error: unknown) => deps.log.warn({ error }, 'the outbox could not be read; trying again'))
      .finally(() => {
        claiming = null
        // Somebody may have called between the last look and this line.
        if (isDirty && !isClosed && running.size < mostChats) void wake()
      })
    return claiming
  }
  // What is sent again, or waited for its channel, is found by the next poll: our own results would wake us all the time.
  const unsubscribe = tail?.subscribe((changes) => {
    if (changes === null || changes.some((change) => change.topic === 'message.queued')) void wake()
  })
  const timer = setInterval(() => void wake(), pollMs)
  return {
    async drain() {
      do {
        await wake()
        await Promise.all(running.values())
      } while (running.size > 0 || claiming)
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      unsubscribe?.()
      await claiming
      await Promise.all(running.values())
    },
  }
}
