import type { LiveChange, LiveFrame, LiveTopic } from '#contract/live'
import { liveEnd } from '#contract/live-end'
import type { LiveSignal } from '#contract/presence'
import type { SignedOut } from './api.ts'

/** `connecting` is the first attempt; `offline` says since when nothing comes in (ms since 1970). */
export type LiveState =
  | { status: 'idle' }
  | { status: 'connecting' }
  | { status: 'online'; since: number }
  | { status: 'offline'; lastSeen: number | null }

export type ChangeOf<T extends LiveTopic> = Extract<LiveChange, { topic: T }>
type Handler = (change: LiveChange) => void

/** What the client needs of a WebSocket and of the world around it; the browser's by default. */
export type LiveWorld = {
  open: (url: string) => WebSocket
  random: () => number
  now: () => number
  later: (run: () => void, ms: number) => () => void
}

const browser: LiveWorld = {
  open: (url) => new WebSocket(url),
  random: () => Math.random(),
  now: () => Date.now(),
  later: (run, ms) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

const firstDelayMs = 500
const longestDelayMs = 30_000

/** Milliseconds before attempt `failures + 1`: doubling, spread over its upper half so that a restarted server is not stormed. */
export function reconnectDelay(failures: number, random: number): number {
  const full = Math.min(firstDelayMs * 2 ** failures, longestDelayMs)
  return Math.round(full / 2 + (full / 2) * random)
}

/**
 * Live updates of the signed-in user. The cursor of the last handled frame is kept, so a connection that breaks is resumed
 * without a gap. When the server says that the cursor is too old, everything must be loaded anew: `onReload`.
 */
export class LiveClient {
  readonly #url: string
  readonly #world: LiveWorld
  readonly #handlers = new Map<LiveTopic, Set<Handler>>()
  readonly #watchers = new Set<() => void>()
  readonly #reloads = new Set<() => void>()
  readonly #endings = new Set<(why: SignedOut) => void>()
  #state: LiveState = { status: 'idle' }
  #socket: WebSocket | null = null
  #cursor: string | null = null
  #userId: number | null = null
  #failures = 0
  #lastSeen: number | null = null
  #cancelRetry: (() => void) | null = null
  /** The connection that has spoken: only to such a one can be spoken. */
  #heard: WebSocket | null = null
  #shown: number | null = null

  constructor(url: string, world: LiveWorld = browser) {
    this.#url = url
    this.#world = world
  }

  get state(): LiveState {
    return this.#state
  }

  /** Begins to listen for this user, to all that came after this cursor; a second start does nothing. */
  start(cursor: string, userId: number): void {
    if (this.#state.status !== 'idle') return
    this.#cursor = cursor
    this.#userId = userId
    this.#setState({ status: 'connecting' })
    this.#connect()
  }

  /** Stops and forgets the cursor: the next user must not resume where this one was. */
  stop(): void {
    this.#drop()
    this.#cursor = null
    this.#failures = 0
    this.#lastSeen = null
    this.#setState({ status: 'idle' })
  }

  /** Tries again at once: the network is back, the machine woke up. */
  reconnect(): void {
    if (this.#state.status === 'idle') return
    this.#drop()
    this.#failures = 0
    this.#connect()
  }

  /** The network is gone: a socket may not notice for hours, and what comes now is not heard. */
  lose(): void {
    if (this.#state.status === 'idle') return
    this.#drop()
    this.#retry()
  }

  /** The same for a connection that has said nothing for so long (ms), though the server speaks at least every half a minute. */
  loseIfSilent(longestMs: number): void {
    const isSilent = this.#lastSeen !== null && this.#world.now() - this.#lastSeen > longestMs
    if (this.#state.status === 'online' && isSilent) this.lose()
  }

  /** Calls `handle` for every change of a topic, in order; returns how to stop. */
  on<T extends LiveTopic>(topic: T, handle: (change: ChangeOf<T>) => void): () => void {
    const isOfTopic = (change: LiveChange): change is ChangeOf<T> => change.topic === topic
    const handler: Handler = (change) => {
      if (isOfTopic(change)) handle(change)
    }
    const handlers = this.#handlers.get(topic) ?? new Set()
    this.#handlers.set(topic, handlers.add(handler))
    return () => handlers.delete(handler)
  }

  /** Calls `reload` when what is on the screen can no longer be brought up to date by changes. */
  onReload(reload: () => void): () => void {
    this.#reloads.add(reload)
    return () => this.#reloads.delete(reload)
  }

  /** Calls `end` when the server says that the session is over, or another user's now; nothing is tried again then. */
  onEnd(end: (why: SignedOut) => void): () => void {
    this.#endings.add(end)
    return () => this.#endings.delete(end)
  }

  /** Says which conversation this window shows; again after every new connection, which is all that makes it hold. */
  look(number: number | null): void {
    if (number === this.#shown) return
    this.#shown = number
    this.#sayLook()
  }

  /** For `useSyncExternalStore`. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  readonly getState = (): LiveState => this.#state

  #connect(): void {
    const query = new URLSearchParams({ pageUserId: String(this.#userId) })
    if (this.#cursor !== null) query.set('cursor', this.#cursor)
    const socket = this.#world.open(`${this.#url}?${query}`)
    this.#socket = socket
    socket.onmessage = (event) => {
      if (socket !== this.#socket) return
      const isFirst = this.#heard !== socket
      this.#heard = socket
      this.#receive(JSON.parse(String(event.data)) as LiveFrame)
      if (isFirst && this.#shown !== null) this.#sayLook()
    }
    socket.onclose = (event) => {
      if (socket !== this.#socket) return
      if (event.code === liveEnd.signedOut) this.#end('ended')
      else if (event.code === liveEnd.ofAnother) this.#end('replaced')
      else this.#retry()
    }
  }

  #receive(frame: LiveFrame): void {
    this.#failures = 0
    this.#lastSeen = this.#world.now()
    const isWhole = frame.type !== 'changes' || this.#tellAll(frame.changes)
    if (frame.type === 'reload' || !isWhole) for (const reload of this.#reloads) reload()
    this.#cursor = frame.cursor
    if (this.#state.status !== 'online') this.#setState({ status: 'online', since: this.#lastSeen })
  }

  #sayLook(): void {
    if (this.#heard === null || this.#heard !== this.#socket) return
    const signal: LiveSignal = { type: 'look', number: this.#shown }
    this.#heard.send(JSON.stringify(signal))
  }

  /** False when a change could not be taken in: what is on the screen may then lack it. */
  #tellAll(changes: readonly LiveChange[]): boolean {
    let isWhole = true
    for (const change of changes) {
      for (const handle of this.#handlers.get(change.topic) ?? []) {
        try {
          handle(change)
        } catch (error) {
          isWhole = false
          console.error('A live change could not be taken in', error)
        }
      }
    }
    return isWhole
  }

  #end(why: SignedOut): void {
    this.stop()
    for (const end of this.#endings) end(why)
  }

  #retry(): void {
    this.#socket = null
    this.#setState({ status: 'offline', lastSeen: this.#lastSeen })
    const delay = reconnectDelay(this.#failures, this.#world.random())
    this.#failures += 1
    this.#cancelRetry = this.#world.later(() => this.#connect(), delay)
  }

  #drop(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }

  #setState(state: LiveState): void {
    this.#state = state
    for (const watcher of this.#watchers) watcher()
  }
}
