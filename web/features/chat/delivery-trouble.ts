import type { FailCode, MessageView } from '#contract/messages'

/** What went wrong with a message on its way, told for the person who decides. Positions count from 1. */
export type Trouble =
  /** `held`: later parts that wait for a person's word, told with the last of the failed ones. */
  | { kind: 'failed'; failCode: FailCode | null; positions: number[]; held: number[] }
  | { kind: 'uncertain'; positions: number[] }
  | { kind: 'waits'; until: string }

export type Troubles = { list: Trouble[]; partCount: number }

/** Reasons are told once each with the parts they hold for. */
export function deliveryTroubles(message: MessageView, now: number): Troubles {
  const { parts } = message
  const list: Trouble[] = []
  const failed = parts.filter((part) => part.state === 'failed')
  const own = failed.filter((part) => part.failCode !== 'earlier_part_failed')
  for (const code of new Set((own.length > 0 ? own : failed).map((part) => part.failCode))) {
    const positions = failed.filter((part) => part.failCode === code).map((part) => part.position + 1)
    list.push({ kind: 'failed', failCode: code, positions, held: [] })
  }
  const last = list.at(-1)
  if (last?.kind === 'failed' && own.length > 0)
    last.held = failed.filter((part) => !own.includes(part)).map((part) => part.position + 1)
  if (parts.length === 0 && message.state === 'failed')
    list.push({ kind: 'failed', failCode: null, positions: [], held: [] })
  const uncertain = parts.filter((part) => part.state === 'uncertain').map((part) => part.position + 1)
  if (uncertain.length > 0 || (parts.length === 0 && message.state === 'uncertain')) {
    list.push({ kind: 'uncertain', positions: uncertain })
  }
  const until = parts.find((part) => part.state === 'queued' && part.nextTryAt !== null)?.nextTryAt ?? null
  if (until !== null && Date.parse(until) > now) list.push({ kind: 'waits', until })
  return { list, partCount: parts.length }
}
