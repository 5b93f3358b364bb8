import { sql } from 'kysely'
import type { Messengers } from '#channels/messengers'
import type { Change } from '#lib/changes'
import type { Tx } from '#lib/db'
import type { Reactions } from '#lib/reactions'

/** A person is looked at when a conversation opens, but not more often than this; Viber answers twice in twelve hours. */
export const freshDays = 1

/** In a flood of new people a messenger is asked about one after another, when nothing else is to be done. */
const afterAllElse = 10

/** Where a conversation opens, the messenger is asked who the client is: by jobs, since taking a message must not wait for it. */
export function reactions(messengers: Messengers): Reactions {
  const kinds = Object.entries(messengers).flatMap(([kind, { actions }]) =>
    actions.findPerson ? [kind] : [],
  )
  return { 'conversation.opened': (tx, changes) => lookAtPeople(tx, kinds, changes) }
}

async function lookAtPeople(tx: Tx, kinds: string[], changes: Change[]): Promise<void> {
  for (const [accountId, some] of Map.groupBy(changes, (one) => one.accountId)) {
    const chatIds = some.flatMap((one) => one.chatId ?? [])
    await sql`
      select graphile_worker.add_job('find-person', json_build_object('accountId', c.account_id, 'chatId', c.id),
        queue_name => 'people:' || h.id, priority => ${afterAllElse}, job_key => 'person:' || c.id, max_attempts => 12)
      from chats c
      join channels h on h.account_id = c.account_id and h.id = c.channel_id
      where c.account_id = ${accountId} and c.id = any(${chatIds}::uuid[]) and h.kind = any(${kinds}::text[])
        and h.disconnected_at is null and h.secrets_sealed is not null
        and (c.person_asked_at is null or c.person_asked_at < now() - make_interval(days => ${freshDays}))`.execute(
      tx,
    )
  }
}
