import { sql } from 'kysely'
import type { Change } from '#lib/changes'
import type { Tx } from '#lib/db'
import type { Reactions } from '#lib/reactions'
import { recipientsOf } from '#features/conversations'
import { pushAndMail } from './push-and-mail.ts'
import { clearScheduled, notifyScheduled } from './scheduled-failures.ts'
import { tellAssigned } from './tell-assigned.ts'
import { tellBreakages } from './tell-breakages.ts'
import { clearMissed, tellMissed } from './tell-missed.ts'
import { tellSubscribed } from './tell-subscribed.ts'

/** Who is told of what; each batch of changes is handled by a few statements. */
export const reactions: Reactions = {
  // Clearing comes first: a conversation that was read and then written to again notifies anew.
  'conversation.read': clear,
  'message.received': notify,
  // Telling comes first: a wait that ended in the moment in which it was found to be too long is over.
  'response_time.exceeded': tellMissed,
  'message.queued': clearMissed,
  'conversation.dismissed': clearMissed,
  'conversation.closed': clearMissed,
  'channel.breakage': tellBreakages,
  // The same order: what failed again after it had been planned anew notifies anew.
  scheduled: clearScheduled,
  'scheduled.failed': notifyScheduled,
  'deal.reassigned': tellAssigned,
  'customer.reassigned': tellAssigned,
  'contact.changed': tellAssigned,
  'notification.changed': pushAndMail,
}

/**
 * A client's message notifies those it is meant for (R9), one unread notification per user and conversation: floods
 * collapse. What was read meanwhile notifies nobody. One statement for a portion of messages.
 */
async function notify(tx: Tx, changes: Change[]): Promise<void> {
  for (const [accountId, numbers] of numbersByAccount(changes)) {
    await sql`
      with told as (
        insert into notifications (account_id, id, user_id, kind, number, at)
        select ${accountId}, gen_random_uuid(), r.user_id, 'incoming', r.number, v.last_message_at
        from ${recipientsOf(accountId, numbers)} r
        join conversations v on v.account_id = ${accountId} and v.number = r.number and v.read_at is null
        order by r.user_id, r.number
        on conflict (account_id, user_id, kind, number) where read_at is null and kind = 'incoming' do nothing
        returning user_id, number
      )
      insert into changes (account_id, topic, number, user_id)
      select ${accountId}, 'notification.changed', number, user_id from told`.execute(tx)
    await tellSubscribed(tx, accountId, numbers)
  }
}

/** Reading, answering, "no reply needed" and closing clear the conversation's notifications of everybody, everywhere. */
async function clear(tx: Tx, changes: Change[]): Promise<void> {
  for (const [accountId, numbers] of numbersByAccount(changes)) {
    await sql`
      with cleared as (
        update notifications set read_at = now()
        where account_id = ${accountId} and number = any(${numbers}::bigint[]) and kind = 'incoming' and read_at is null
        returning user_id, number
      )
      insert into changes (account_id, topic, number, user_id)
      select ${accountId}, 'notification.changed', number, user_id from cleared`.execute(tx)
  }
}

function numbersByAccount(changes: Change[]): Map<number, number[]> {
  const numbers = new Map<number, Set<number>>()
  for (const { accountId, number } of changes) {
    if (number !== null) numbers.set(accountId, (numbers.get(accountId) ?? new Set()).add(number))
  }
  return new Map([...numbers].map(([accountId, set]) => [accountId, [...set]]))
}
