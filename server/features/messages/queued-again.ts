import { sql, type RawBuilder } from 'kysely'
import { personTriesMs } from './plan-answer.ts'

/** What a person's word makes of parts (`message_parts`) that did not leave: they are queued anew, in their old place. */
export function queuedAgain(now: Date): RawBuilder<unknown> {
  return sql`state = 'queued', fail_code = null, next_try_at = null, give_up_at = ${new Date(now.getTime() + personTriesMs)},
    placed_at = (select m.placed_at from messages m where m.account_id = message_parts.account_id and m.id = message_parts.message_id)`
}
