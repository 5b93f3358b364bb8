import { setTimeout as wait } from 'node:timers/promises'
import type { Faults } from './faults.ts'
import { postCallback, type CallbackAnswer } from './post-callback.ts'
import type { Surroundings } from './surroundings.ts'
import { escapeJson, writeJson } from './write-json.ts'

export type WebhookSettings = {
  url: string
  /** null: all of them. */
  eventTypes: string[] | null
  sendName: boolean
  sendPhoto: boolean
}

export type Delivered = { event: string; json: string; tries: number }
type Pending = Delivered & { callback: Record<string, unknown> }

const alwaysTold = new Set(['message', 'subscribed', 'unsubscribed', 'webhook'])
const lifeSeconds = 3600
/** How long a fault of order waits for another callback. */
const holdMs = 250

/** Posts callbacks side by side, in no promised order, each again and again for an hour until it is answered with 200. */
export class CallbackDelivery {
  settings: WebhookSettings | null = null
  /** Callbacks that were never accepted: no webhook, or the hour was over. */
  readonly lost: Delivered[] = []
  lastError: string | null = null
  /** Gets the body of the answer to `conversation_started`. */
  onGreeting: (callback: Record<string, unknown>, body: string) => void = () => {}
  private readonly pending = new Set<Pending>()
  private readonly token: string
  private readonly faults: Faults
  private readonly surroundings: Surroundings
  private readonly changed: () => void
  private readonly overtaken = new Set<() => void>()
  private stopper = new AbortController()
  private count = 0

  constructor(token: string, faults: Faults, surroundings: Surroundings, changed: () => void) {
    this.token = token
    this.faults = faults
    this.surroundings = surroundings
    this.changed = changed
  }

  get waiting(): number {
    return this.pending.size
  }

  add(event: string, callback: Record<string, unknown>): void {
    const { settings } = this
    const isWanted = alwaysTold.has(event) || (settings?.eventTypes?.includes(event) ?? true)
    if (settings && !isWanted) return
    const entry: Pending = { event, callback, json: this.write(callback), tries: 0 }
    if (!settings) {
      this.lost.push(entry)
      return
    }
    this.pending.add(entry)
    this.changed()
    void this.deliver(entry)
      .catch(() => {})
      .finally(() => this.finish(entry))
  }

  /** One try at an address that is not set yet. */
  probe(url: string, callback: Record<string, unknown>): Promise<CallbackAnswer> {
    return postCallback({ url, token: this.token, json: this.write(callback), timeoutMs: this.timeoutMs() })
  }

  stop(): void {
    this.stopper.abort()
    this.stopper = new AbortController()
  }

  private timeoutMs(): number {
    return this.surroundings.webhookTimeoutMs
  }

  private write(callback: Record<string, unknown>): string {
    this.count += 1
    const json = writeJson(callback)
    return this.count % 2 === 0 ? escapeJson(json) : json
  }

  private finish(entry: Pending): void {
    this.pending.delete(entry)
    this.changed()
  }

  private async deliver(entry: Pending): Promise<void> {
    const { signal } = this.stopper
    const fault = this.faults.take('webhook')
    if (fault?.kind === 'delay') await wait(fault.ms, null, { signal })
    if (fault?.kind === 'reorder') await this.holdBack(signal)
    let spentSeconds = 0
    for (;;) {
      const copies = fault?.kind === 'deliverTwice' && entry.tries === 0 ? 2 : 1
      if (await this.isAccepted(entry, copies, signal)) return
      entry.tries += 1
      const pauseSeconds = this.surroundings.retryDelaySeconds(entry.tries)
      spentSeconds += pauseSeconds
      if (spentSeconds > lifeSeconds) {
        this.lost.push(entry)
        return
      }
      await wait(pauseSeconds * this.surroundings.secondMs, null, { signal })
    }
  }

  private async isAccepted(entry: Pending, copies: number, signal: AbortSignal): Promise<boolean> {
    const { settings } = this
    if (!settings) return false
    const { json, event, callback } = entry
    const request = { url: settings.url, token: this.token, json, timeoutMs: this.timeoutMs(), signal }
    const answers = await Promise.all(Array.from({ length: copies }, () => postCallback(request)))
    signal.throwIfAborted()
    for (const pass of this.overtaken) pass()
    const good = answers.find(({ status }) => status === 200)
    if (!good) this.lastError = answers[0]?.problem ?? null
    else if (event === 'conversation_started' && good.body !== '') this.onGreeting(callback, good.body)
    return good !== undefined
  }

  private async holdBack(signal: AbortSignal): Promise<void> {
    const held = new AbortController()
    const pass = (): void => held.abort()
    this.overtaken.add(pass)
    await wait(holdMs, null, { signal: AbortSignal.any([signal, held.signal]) }).catch(() => {})
    this.overtaken.delete(pass)
    signal.throwIfAborted()
  }
}
