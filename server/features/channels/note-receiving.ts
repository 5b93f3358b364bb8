import { sql } from 'kysely'
import { perMessenger, type ChannelKind } from '#contract/channels'
import { messengerMakers } from '#channels/messengers'
import type { ChangeTail } from '#lib/change-tail'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'

/** By kind; what is older is lost, and the messenger tells nobody. A website loses nothing. */
const keptMs: Record<ChannelKind, number | null> = {
  ...perMessenger((kind) => messengerMakers[kind].keepsMs),
  website: null,
}
const noteEverySeconds = 30

type Deps = { db: Db; clock: Clock; tail: Pick<ChangeTail, 'wake'> }

/**
 * Notes that channels are received for now; call it all the time. A pause that was longer than the messenger keeps its
 * updates (this server was off, the database away, the token revoked) becomes a breakage of its own, once, whichever node
 * finds it.
 */
export async function noteReceiving({ db, clock, tail }: Deps): Promise<void> {
  const at = clock()
  const kept = JSON.stringify(keptMs)
  const { numAffectedRows } = await sql`
    with due as materialized (
      select h.account_id, h.channel_id, h.received_until, c.disconnected_at is not null as is_off,
        (${kept}::jsonb ->> c.kind)::double precision / 1000 * interval '1 second' as kept
      from channel_health h join channels c on c.account_id = h.account_id and c.id = h.channel_id
      where h.mode in ('webhook', 'polling') and case when c.disconnected_at is not null then h.received_until is not null
        else h.state = 'working' and (h.received_until is null
          or h.received_until <= ${at}::timestamptz - make_interval(secs => ${noteEverySeconds})) end
      for update of h skip locked
    ), missed as (
      insert into channel_breakages (account_id, channel_id, state, began_at, told_at, ended_at, lost_until)
      select account_id, channel_id, 'missed', received_until, ${at}, ${at}, ${at}::timestamptz - kept from due
      where not is_off and received_until < ${at}::timestamptz - kept
      returning account_id
    ), noted as (
      update channel_health h set received_until = case when due.is_off then null else ${at}::timestamptz end from due
      where h.account_id = due.account_id and h.channel_id = due.channel_id
    )
    insert into changes (account_id, topic)
    select m.account_id, t.topic from (select distinct account_id from missed) m,
      (values ('channel.breakage'), ('channels')) t (topic)`.execute(db)
  if (numAffectedRows) tail.wake()
}
