/** Something that goes wrong on demand: with a call, a file of a person, or a callback. */
export type Fault =
  /** Done, then the connection is cut before any answer. */
  | { kind: 'answerDropped' }
  /** Done, then the connection is cut in the middle of the answer. */
  | { kind: 'cutMidAnswer' }
  /** A page of the web server in front, as in an outage (500 unless told); `executed` tells whether the call was done. */
  | { kind: 'outage'; status?: number; executed?: boolean }
  /** Refused with a status of the Bot API. */
  | { kind: 'refuse'; status: number }
  /** send_message only: accepted, and then it fails on the client's side. */
  | { kind: 'failLater'; description: string }
  /** Done, but not answered: never, or cut after `ms`. */
  | { kind: 'hang'; ms?: number }
  /** Done and answered, `ms` late. */
  | { kind: 'slow'; ms: number }
  /** The connection is reset before anything is done. */
  | { kind: 'reset' }
  /** Callback only: the same one twice at the same moment. */
  | { kind: 'deliverTwice' }
  /** Callback only: the next one goes first; a quarter of a second is waited for it. */
  | { kind: 'reorder' }
  /** Callback only. */
  | { kind: 'delay'; ms: number }

/** A method of the Bot API, `media` (a file of a person) or `webhook` (a callback). */
type Place = string

export type Faults = {
  /** The next `times` (1) of these fail so. `*` stands for every method. */
  next: (place: Place, fault: Fault, times?: number) => void
  /** All of these fail so, with `probability` (1), until the returned function is called. */
  always: (place: Place, fault: Fault, probability?: number) => () => void
  clear: () => void
  /** How many have not struck yet. */
  waiting: () => number
}

export class FaultPlan implements Faults {
  private entries: { place: Place; fault: Fault; left: number; probability: number }[] = []
  private readonly random: () => number

  constructor(random: () => number) {
    this.random = random
  }

  next(place: Place, fault: Fault, times = 1): void {
    this.entries.push({ place, fault, left: times, probability: 1 })
  }

  always(place: Place, fault: Fault, probability = 1): () => void {
    const entry = { place, fault, left: Infinity, probability }
    this.entries.push(entry)
    return () => {
      this.entries = this.entries.filter((each) => each !== entry)
    }
  }

  clear(): void {
    this.entries = []
  }

  waiting(): number {
    return this.entries.reduce((sum, { left }) => sum + (left === Infinity ? 0 : left), 0)
  }

  /** The fault that strikes here, if any; the one that waits longest first. */
  take(place: Place): Fault | null {
    const isCall = place !== 'webhook' && place !== 'media'
    const found = this.entries.find(
      (entry) =>
        (entry.place === place || (entry.place === '*' && isCall)) && this.random() < entry.probability,
    )
    if (!found) return null
    found.left -= 1
    if (found.left <= 0) this.entries = this.entries.filter((entry) => entry !== found)
    return found.fault
  }
}
