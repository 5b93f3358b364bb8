import type { ErrorCode } from '#contract/errors'
import type { Things } from '../test-things.ts'

/** What a call brings. `visitor`: his token. */
export type Call = {
  params?: Record<string, string | number>
  query?: Record<string, string>
  body?: unknown
  bytes?: string
  visitor?: string
}

/** Makes a call of somebody with these things, which names something of `other`; without that parameter it can name nothing. */
export type MakeCall = (mine: Things, other: Things) => Call

/** `hidden`: as if what is named were not there. */
export type Outcome = 'ok' | 'hidden' | ErrorCode

export type Case = {
  call: MakeCall
  /** Other things that the call can name, one after another; each is not there for another account. */
  naming?: Record<string, (mine: Things, other: Things) => Call>
  /** What the call comes to when all is right; 'ok' unless told. */
  good?: ErrorCode
  /** A call with a wrong field; null where a call brings nothing that could be wrong. */
  wrong: { field: string; call: (mine: Things) => Call } | null
  /** For who sees nothing of clients and deals, but may answer; and for who sees all, but may change nothing. */
  blind: Outcome
  reader: Outcome
}

export const path =
  (params: (other: Things) => Record<string, string | number>, body?: unknown): MakeCall =>
  (_mine, other) => ({ params: params(other), ...(body !== undefined && { body }) })
export const wrongParam = (field: string): Case['wrong'] => ({
  field,
  call: () => ({ params: { [field]: 'x' } }),
})
export const wrongQuery = (field: string, value: string): Case['wrong'] => ({
  field,
  call: () => ({ query: { [field]: value } }),
})
export const open = { blind: 'ok', reader: 'ok' } as const
export const onlySettings = { blind: 'session.forbidden', reader: 'session.forbidden' } as const

/** What is its maker's alone. */
export const ownOnly = { blind: 'hidden', reader: 'hidden' } as const

export const contactParams = ({ contactId }: Things) => ({ contactId })
export const dealParams = ({ dealId }: Things) => ({ dealId })
export const numberParams = ({ number }: Things) => ({ number })
export const chatParams = ({ chatId }: Things) => ({ chatId })
export const cardParams = ({ dealId }: Things) => ({ kind: 'deal', cardId: dealId })
