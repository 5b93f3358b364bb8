import type { CardRef } from '#contract/common'
import type { FileView } from '#contract/files'
import type { MapLocation } from '#contract/location'
import type { MessageView, Voice } from '#contract/messages'
import type { ApiErrorCode } from '../../lib/api-error.ts'

/** A message on its way from the composer to the server. The id is made here, so that a repeat is the same message. */
export type OutboxEntry = {
  id: string
  chatId: string
  text: string
  files: FileView[]
  /** Absent in what an earlier version kept. */
  voice?: Voice | null
  location?: MapLocation | null
  replyTo: MessageView['replyTo']
  card: CardRef | null
  seenMessageId: string | null
  anyway: boolean
  at: string
  state: OutboxState
}

/** `waiting`: for its turn or for the network; `asks`: a colleague answered meanwhile (R16); `refused`: the server said no. */
export type OutboxState =
  | { kind: 'waiting' }
  | { kind: 'sending' }
  | { kind: 'asks'; details: Record<string, unknown> }
  | { kind: 'refused'; code: ApiErrorCode; details: Record<string, unknown> }

/** How a try ended. `offline`: nobody knows whether it arrived, and the same id may be sent again. */
export type SendOutcome =
  | { kind: 'sent'; message: MessageView }
  | { kind: 'offline' }
  | { kind: 'error'; code: ApiErrorCode; details: Record<string, unknown> }

export type OutboxPorts = {
  send: (entry: OutboxEntry) => Promise<SendOutcome>
  /** Called before the entry goes, so that the bubble never blinks. */
  onSent: (message: MessageView) => void
  /** Keeps the entries over a reload. */
  store: (entries: readonly OutboxEntry[]) => void
  /** Runs the callback later; gives back how to cancel it. */
  later: (callback: () => void, delayMs: number) => () => void
}

const retryDelaysMs = [1000, 2000, 4000, 8000, 15_000, 30_000]
const waiting: OutboxState = { kind: 'waiting' }
const isBlocking = (entry: OutboxEntry): boolean => entry.state.kind !== 'refused'

/**
 * What was sent and is not yet the server's. Per chat one leaves after another in the order of writing: a message that waits
 * or asks holds those after it; a refused one does not. Chats do not wait for each other.
 */
export class Outbox {
  entries: readonly OutboxEntry[] = []
  #ports: OutboxPorts
  #listeners = new Set<() => void>()
  #sent = new Map<string, (isSent: boolean) => void>()
  #failures = 0
  #cancelRetry: (() => void) | null = null
  #isStopped = false

  constructor(ports: OutboxPorts, kept: readonly OutboxEntry[] = []) {
    this.#ports = ports
    this.entries = kept.map((entry) =>
      entry.state.kind === 'sending' ? { ...entry, state: waiting } : entry,
    )
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  snapshot = (): readonly OutboxEntry[] => this.entries

  /** Puts a message in the queue; a second call with the same id changes nothing (a double click). */
  add(entry: Omit<OutboxEntry, 'state'>): void {
    if (this.entries.some((known) => known.id === entry.id)) return
    this.#set([...this.entries, { ...entry, state: waiting }])
    this.run()
  }

  /** Whether a queued message got through; false as soon as it waits for a person's word or is refused. */
  whenSent(id: string): Promise<boolean> {
    if (this.#isStopped) return Promise.resolve(false)
    return new Promise((resolve) => this.#sent.set(id, resolve))
  }

  /** The person's word on a message that asks, or another try of a refused one. */
  sendAnyway(id: string): void {
    this.#patch(id, { state: waiting, anyway: true })
    this.run()
  }

  retry(id: string): void {
    this.#patch(id, { state: waiting })
    this.run()
  }

  /** Takes a message back that has not left; gives it so that its text can return to the composer. */
  remove(id: string): OutboxEntry | null {
    const entry = this.entries.find((known) => known.id === id) ?? null
    if (!entry || entry.state.kind === 'sending') return null
    this.#drop(id, false)
    this.run()
    return entry
  }

  /** Tries now: at start, when the network is back, when something was added. */
  run(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    if (this.#isStopped) return
    const seen = new Set<string>()
    for (const entry of this.entries) {
      if (!isBlocking(entry) || seen.has(entry.chatId)) continue
      seen.add(entry.chatId)
      if (entry.state.kind === 'waiting') void this.#send(entry)
    }
  }

  /** The server has the message (its live frame may come before the answer). */
  settle(id: string): void {
    if (!this.entries.some((entry) => entry.id === id)) return
    this.#drop(id, true)
    this.run()
  }

  /**
   * Its owner has left: nothing is tried any more. What is added yet is kept with the rest, and what is under way is not looked
   * after: whether it arrived is found out when he is back and it is sent again under the same id.
   */
  stop(): void {
    this.#isStopped = true
    this.run()
    for (const id of this.#sent.keys()) this.#tell(id, false)
  }

  async #send(entry: OutboxEntry): Promise<void> {
    this.#patch(entry.id, { state: { kind: 'sending' } })
    const outcome = await this.#ports.send(entry)
    if (this.#isStopped) return
    if (outcome.kind === 'offline') {
      this.#patch(entry.id, { state: waiting })
      this.#retryLater()
      return
    }
    this.#failures = 0
    if (outcome.kind === 'sent') {
      this.#ports.onSent(outcome.message)
      this.#drop(entry.id, true)
    } else if (outcome.code === 'message.answered_meanwhile') {
      this.#patch(entry.id, { state: { kind: 'asks', details: outcome.details } })
      this.#tell(entry.id, false)
    } else {
      this.#patch(entry.id, { state: { kind: 'refused', code: outcome.code, details: outcome.details } })
      this.#tell(entry.id, false)
    }
    this.run()
  }

  #retryLater(): void {
    if (this.#cancelRetry) return
    const delayMs = retryDelaysMs[Math.min(this.#failures, retryDelaysMs.length - 1)] ?? 30_000
    this.#failures += 1
    this.#cancelRetry = this.#ports.later(() => {
      this.#cancelRetry = null
      this.run()
    }, delayMs)
  }

  #patch(id: string, change: Partial<OutboxEntry>): void {
    this.#set(this.entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)))
  }

  #drop(id: string, isSent: boolean): void {
    this.#set(this.entries.filter((entry) => entry.id !== id))
    this.#tell(id, isSent)
  }

  #tell(id: string, isSent: boolean): void {
    this.#sent.get(id)?.(isSent)
    this.#sent.delete(id)
  }

  #set(entries: readonly OutboxEntry[]): void {
    this.entries = entries
    this.#ports.store(entries)
    for (const listener of this.#listeners) listener()
  }
}
