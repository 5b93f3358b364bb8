import { randomBytes } from 'node:crypto'
import type { Surroundings } from './surroundings.ts'

type Kept = { ts: number; json: string }
export type LongPollQuery = { key: string; ts: string; waitSeconds: number }

/** The Long Poll server of one community: it keeps the latest events and tells them to whoever holds the key. */
export class LongPoll {
  isEnabled = false
  wanted = new Set<string>()
  key = newKey()
  private ts = 1 + Math.floor(Math.random() * 1000)
  private kept: Kept[] = []
  private readonly lostKeys = new Set<string>()
  private readonly waiting = new Set<() => void>()
  private readonly surroundings: Surroundings

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
  }

  get place(): { key: string; ts: string } {
    return { key: this.key, ts: String(this.ts) }
  }

  add(type: string, json: string): void {
    if (!this.isEnabled || !this.wanted.has(type)) return
    this.ts += 1
    this.kept.push({ ts: this.ts, json })
    if (this.kept.length > this.surroundings.keptEvents) this.kept.shift()
    this.wake()
  }

  /** The key has run out; events are still there. */
  expireKey(): void {
    this.key = newKey()
    this.wake()
  }

  /** All that was kept is lost, the key with it. */
  loseEverything(): void {
    this.lostKeys.add(this.key)
    this.kept = []
    this.ts += 1000
    this.expireKey()
  }

  /** The answer's JSON. */
  async answer(query: LongPollQuery, signal: AbortSignal): Promise<string> {
    const problem = this.problemOf(query)
    if (problem !== null) return problem
    const since = Number(query.ts)
    if (this.ts === since && query.waitSeconds > 0) await this.arrival(query.waitSeconds, signal)
    // The key may have changed while it waited.
    const lateProblem = this.problemOf(query)
    if (lateProblem !== null) return lateProblem
    const updates = this.kept.filter(({ ts }) => ts > since).map(({ json }) => json)
    return `{"ts":"${this.ts}","updates":[${updates.join(',')}]}`
  }

  close(): void {
    this.wake()
  }

  private problemOf({ key, ts }: LongPollQuery): string | null {
    if (this.lostKeys.has(key)) return '{"failed":3}'
    if (key !== this.key) return '{"failed":2}'
    const since = Number(ts)
    const oldest = (this.kept[0]?.ts ?? this.ts + 1) - 1
    // The new place comes as a number here and as a text everywhere else.
    if (!/^\d+$/.test(ts) || since > this.ts || since < oldest) return `{"failed":1,"ts":${this.ts}}`
    return null
  }

  private arrival(waitSeconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        this.waiting.delete(end)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, Math.min(waitSeconds, 90) * this.surroundings.secondMs)
      this.waiting.add(end)
      signal.addEventListener('abort', end)
    })
  }

  private wake(): void {
    for (const end of this.waiting) end()
  }
}

const newKey = (): string => randomBytes(20).toString('hex')
