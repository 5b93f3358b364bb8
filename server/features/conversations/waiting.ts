import type { ConversationState } from './conversation-state.ts'

/** Until when a client who begins to wait is to be answered; nulls: there is no limit. */
export type Due = { dueAt: Date | null; limitMinutes: number | null }
export type Wait = Due & Pick<ConversationState, 'waitingSince' | 'missedAt'>

export const notWaiting: Wait = { waitingSince: null, dueAt: null, limitMinutes: null, missedAt: null }

/** Waiting starts at the first unanswered message; later ones, and settings changed since, move nothing (R3, R7). */
export function beginWaiting(state: ConversationState, startedAt: Date, due: Due): Wait {
  const { waitingSince, dueAt, limitMinutes, missedAt } = state
  return waitingSince === null
    ? { waitingSince: startedAt, ...due, missedAt: null }
    : { waitingSince, dueAt, limitMinutes, missedAt }
}

/** An answer in the very moment is in time. */
export function isOverdue({ dueAt }: Pick<Wait, 'dueAt'>, at: Date): boolean {
  return dueAt !== null && at > dueAt
}
