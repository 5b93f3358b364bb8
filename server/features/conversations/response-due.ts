import { sql, type RawBuilder } from 'kysely'
import type { ResponseDue } from '#contract/response-time'

/** Until when the client of conversation `v` is to be answered, as JSON; null: he does not wait, or there is no limit. */
export const dueColumn: RawBuilder<unknown> = sql`case when v.due_at is not null then jsonb_build_object('at', v.due_at,
  'limitMinutes', v.limit_minutes, 'isMissed', v.missed_at is not null) end`

/** The database writes instants in its own way. */
export function toDue(stored: ResponseDue | null): ResponseDue | null {
  return stored && { ...stored, at: new Date(stored.at).toISOString() }
}
