import { FaultPlan } from '../lib/fault-plan.ts'

/** Something that goes wrong on demand. */
export type Fault =
  /** Done, then the connection is cut before any answer. */
  | { kind: 'answerDropped' }
  /** Done, then the connection is cut in the middle of the answer. */
  | { kind: 'cutMidAnswer' }
  /** An HTML page of the web server in front; `executed` tells whether the call was done. */
  | { kind: 'outage'; status?: number; executed?: boolean }
  /** One of VK's own errors; nothing is done unless `executed`. */
  | { kind: 'error'; code: number; executed?: boolean }
  /** Done unless `executed` is false, but not answered: never, or cut after `ms`. */
  | { kind: 'hang'; ms?: number; executed?: boolean }
  /** Done and answered, `ms` late. */
  | { kind: 'slow'; ms: number }
  /** The connection is reset before anything is done. */
  | { kind: 'refuseConnection' }
  /** An upload is answered as a file of a wrong kind. */
  | { kind: 'wrongKind' }
  /** Callback only: the same event twice at the same moment. */
  | { kind: 'deliverTwice' }
  /** Callback only: the next event of the same chat goes first; a quarter of a second is waited for one. */
  | { kind: 'reorder' }
  /** Callback only. */
  | { kind: 'delay'; ms: number }
  /** Long Poll only: 1 the oldest events are lost, 2 the key has run out, 3 everything is lost. */
  | { kind: 'failed'; number: 1 | 2 | 3 }

export const isExecuted = (fault: Fault | null): boolean => {
  if (!fault) return true
  if (fault.kind === 'refuseConnection') return false
  if (fault.kind === 'outage' || fault.kind === 'error') return fault.executed ?? false
  return fault.kind !== 'hang' || (fault.executed ?? true)
}

export type Faults = FaultPlan<Fault>

/** A place is a method ("messages.send"), `upload`, `file`, `longPoll` or `callback`. */
export const createFaultPlan = (): Faults => new FaultPlan((place) => place.includes('.'))
