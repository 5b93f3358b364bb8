import { sql } from 'kysely'
import type { BreakageState } from '#contract/channel-health'
import type { ChannelRef } from '#channels/channel'
import type { Tx } from '#lib/db'
import { change } from '#lib/events'

type Broken = Exclude<BreakageState, 'missed'>

/** What comes back so soon after it had ended is the same breakage: a flapping channel is told once. */
const sameWithinMs = 15 * 60_000
/** A messenger that cannot be reached often comes back by itself. */
const patienceMs = 5 * 60_000

/** Under the lock of the channel's health: it does not work, since then. */
export async function beginBreakage(
  tx: Tx,
  ref: ChannelRef,
  state: Broken,
  since: Date,
  at: Date,
): Promise<void> {
  const { accountId, id: channelId } = ref
  const needsSomebody = state === 'token_revoked'
  // A revoked token is news of its own: waiting does not help any more.
  await sql`update channel_breakages set ended_at = ${at} where account_id = ${accountId} and channel_id = ${channelId}
    and ended_at is null and (state = 'token_revoked') is distinct from ${needsSomebody}`.execute(tx)
  const { numAffectedRows } = await sql`update channel_breakages set state = ${state}
    where account_id = ${accountId} and channel_id = ${channelId} and ended_at is null`.execute(tx)
  if (!numAffectedRows && (needsSomebody || !(await resume(tx, ref, state, at)))) {
    await tx
      .insertInto('channel_breakages')
      .values({ account_id: accountId, channel_id: channelId, state, began_at: since })
      .execute()
  }
  await tellInTime(tx, ref, at)
}

async function resume(tx: Tx, { accountId, id }: ChannelRef, state: Broken, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update channel_breakages b set ended_at = null, resumed_at = ${at}, state = ${state} from (
      select id from channel_breakages where account_id = ${accountId} and channel_id = ${id} and state <> 'missed'
        and ended_at is not null order by ended_at desc limit 1) last
    where b.account_id = ${accountId} and b.id = last.id and b.state <> 'token_revoked'
      and b.ended_at > ${new Date(at.getTime() - sameWithinMs)}`.execute(tx)
  return Number(numAffectedRows) > 0
}

/**
 * Under the same lock, as long as it goes on: from when on admins have to know. At once, or when it does not pass by itself;
 * and once more when it came back and stays.
 */
export async function tellInTime(tx: Tx, { accountId, id }: ChannelRef, at: Date): Promise<void> {
  const { numAffectedRows } = await sql`
    update channel_breakages set told_at = ${at}, resumed_at = null
    where account_id = ${accountId} and channel_id = ${id} and ended_at is null and (
      resumed_at <= ${new Date(at.getTime() - sameWithinMs)}
      or (told_at is null and (state <> 'unreachable'
        or coalesce(resumed_at, began_at) <= ${new Date(at.getTime() - patienceMs)})))`.execute(tx)
  if (numAffectedRows) await change(tx, { accountId, topic: 'channel.breakage' })
}

/** The channel works again, or is no longer wanted to. */
export async function endBreakage(
  tx: Tx,
  { accountId, id }: Pick<ChannelRef, 'accountId' | 'id'>,
  at: Date,
): Promise<void> {
  const { numAffectedRows } = await sql`update channel_breakages set ended_at = ${at}
    where account_id = ${accountId} and channel_id = ${id} and ended_at is null`.execute(tx)
  if (numAffectedRows) await change(tx, { accountId, topic: 'channel.breakage' })
}
