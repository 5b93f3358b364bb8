import type { BrokenAnswer } from '../lib/broken-answer.ts'
import { FaultPlan } from '../lib/fault-plan.ts'

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

export type Faults = FaultPlan<Fault>

const otherPlaces: ReadonlySet<string> = new Set(['media', 'webhook'])

/** A place is a method, `media` (a file of a person) or `webhook` (a callback). */
export const createFaultPlan = (random: () => number): Faults =>
  new FaultPlan((place) => !otherPlaces.has(place), random)

/** How a fault spoils an answer; null: it does not. */
export const breakingOf = (fault: Fault): BrokenAnswer | null => {
  switch (fault.kind) {
    case 'answerDropped':
    case 'cutMidAnswer':
    case 'hang':
    case 'slow':
    case 'reset':
      return fault
    case 'outage':
      return { kind: 'outage', status: fault.status ?? 500 }
    default:
      return null
  }
}
