import type { ServerResponse } from 'node:http'
import { breakAnswer, writeWhole, type BrokenAnswer, type WholeAnswer } from '../lib/broken-answer.ts'
import type { Fault } from './faults.ts'

export const writeAnswer = (response: ServerResponse, json: string): void =>
  writeWhole(response, wholeOf(json))

export const writeFaulty = (response: ServerResponse, fault: Fault, answer: string | WholeAnswer): void => {
  const broken = breakingOf(fault)
  const whole = typeof answer === 'string' ? wholeOf(answer) : answer
  if (broken) breakAnswer(response, broken, whole)
  else writeWhole(response, whole)
}

/** Refusals too are answered with HTTP 200. */
const wholeOf = (json: string): WholeAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  bytes: Buffer.from(json),
})

/** How a fault spoils an answer; null: it does not. */
const breakingOf = (fault: Fault): BrokenAnswer | null => {
  switch (fault.kind) {
    case 'answerDropped':
    case 'cutMidAnswer':
    case 'hang':
    case 'slow':
      return fault
    case 'refuseConnection':
      return { kind: 'reset' }
    case 'outage':
      return { kind: 'outage', status: fault.status ?? 502 }
    default:
      return null
  }
}
