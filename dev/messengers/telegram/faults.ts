import type { BrokenAnswer } from '../lib/broken-answer.ts'

/** Something that goes wrong on demand. Faults of calls to the Bot API, of its file server, and of webhook delivery. */
export type Fault =
  /** Done, then the connection is cut before any answer. */
  | { kind: 'answerDropped' }
  /** Done, then the connection is cut in the middle of the answer's JSON. */
  | { kind: 'cutMidAnswer' }
  /** An HTML page of the web server in front, as in an outage; `executed` tells whether the call was done. */
  | { kind: 'status500'; status?: number; executed?: boolean }
  | { kind: 'tooManyRequests'; retryAfterSeconds: number }
  /** Done unless `executed` is false, but not answered: never, or cut after `ms`. */
  | { kind: 'hang'; ms?: number; executed?: boolean }
  /** Done and answered, `ms` late. */
  | { kind: 'slow'; ms: number }
  /** The connection is reset before anything is read or done. */
  | { kind: 'refuseConnection' }
  | { kind: 'blockedByUser' }
  | { kind: 'chatNotFound' }
  | { kind: 'migrated'; newId: number }
  | { kind: 'fileTooBig' }
  /** Webhook only: the same update twice at the same moment. */
  | { kind: 'deliverTwice' }
  /** Webhook only: the next update of the same queue goes first; a quarter of a second is waited for one. */
  | { kind: 'reorder' }
  /** Webhook only. */
  | { kind: 'delay'; ms: number }

/** `method` is a Bot API method, `file` (a download) or `webhook` (a delivery). */
export type FaultPlace = { method: string; chatId: number | null; parameters: unknown }

export type Faults = {
  /** The next `times` (1) matching calls fail so. `*` stands for every method of the Bot API. */
  next: (method: string, fault: Fault, options?: { chatId?: number; times?: number }) => void
  /** Every matching call fails so, with `probability` (1), until the returned function is called. */
  always: (
    matches: (place: FaultPlace) => boolean,
    fault: Fault,
    options?: { probability?: number },
  ) => () => void
  clear: () => void
  /** How many one-shot faults have not struck yet. */
  waiting: () => number
}

type OneShot = { method: string; chatId: number | undefined; left: number; fault: Fault }
type Standing = { matches: (place: FaultPlace) => boolean; probability: number; fault: Fault }

export class FaultPlan implements Faults {
  private oneShots: OneShot[] = []
  private standing: Standing[] = []
  private readonly random: () => number

  constructor(random: () => number) {
    this.random = random
  }

  next(method: string, fault: Fault, options: { chatId?: number; times?: number } = {}): void {
    this.oneShots.push({
      method: method.toLowerCase(),
      chatId: options.chatId,
      left: options.times ?? 1,
      fault,
    })
  }

  always(
    matches: (place: FaultPlace) => boolean,
    fault: Fault,
    options: { probability?: number } = {},
  ): () => void {
    const entry = { matches, probability: options.probability ?? 1, fault }
    this.standing.push(entry)
    return () => {
      this.standing = this.standing.filter((other) => other !== entry)
    }
  }

  clear(): void {
    this.oneShots = []
    this.standing = []
  }

  waiting(): number {
    return this.oneShots.reduce((sum, entry) => sum + entry.left, 0)
  }

  /** The fault that strikes here, if any; one-shot faults go before standing ones, older before newer. */
  take(place: FaultPlace): Fault | null {
    if (this.oneShots.length > 0) {
      const found = this.oneShots.find((entry) => strikes(entry, place))
      if (found) {
        found.left -= 1
        if (found.left <= 0) this.oneShots = this.oneShots.filter((entry) => entry !== found)
        return found.fault
      }
    }
    const standing = this.standing.find((entry) => entry.matches(place) && this.random() < entry.probability)
    return standing?.fault ?? null
  }
}

const strikes = (entry: OneShot, place: FaultPlace): boolean => {
  if (entry.chatId !== undefined && entry.chatId !== place.chatId) return false
  const method = place.method.toLowerCase()
  if (entry.method === '*') return method !== 'webhook' && method !== 'file'
  return entry.method === method
}

/** How a fault spoils an answer; null: it does not. */
export const breakingOf = (fault: Fault): BrokenAnswer | null => {
  switch (fault.kind) {
    case 'answerDropped':
    case 'cutMidAnswer':
    case 'hang':
    case 'slow':
      return fault
    case 'refuseConnection':
      return { kind: 'reset' }
    case 'status500':
      return { kind: 'outage', status: fault.status ?? 500 }
    default:
      return null
  }
}
