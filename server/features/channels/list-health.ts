import { sql } from 'kysely'
import type { ChannelHealthView } from '#contract/channel-health'
import type { Read } from '#lib/db'

type Row = {
  channelId: number
  delaysMs: number[]
  limitedUntil: Date | null
  waitingCount: number
  waitingAt: Date | null
  queued: number | null
  queuedSince: Date | null
  lastErrorAt: Date | null
  modeReason: ChannelHealthView['modeReason']
  brokenState: NonNullable<ChannelHealthView['broken']>['state'] | null
  brokenSince: Date | null
  missedFrom: Date | null
  missedUntil: Date | null
}

/** What a messenger said so long ago says nothing of now. */
const freshMs = 15 * 60_000
/** A time for which messages may be missing is shown so long. */
const shownMs = 7 * 24 * 60 * 60_000

/** How the channels of an account are doing. */
export async function listHealth(db: Read, accountId: number, now: Date): Promise<ChannelHealthView[]> {
  const { rows } = await sql<Row>`
    with queued as (
      select x.channel_id, count(distinct p.message_id)::int as count, min(m.placed_at) as since
      from outbox x
      join message_parts p on p.account_id = x.account_id and p.chat_id = x.chat_id and p.state = 'queued'
      join messages m on m.account_id = p.account_id and m.id = p.message_id
      where x.account_id = ${accountId} group by x.channel_id
    )
    select h.channel_id as "channelId", h.delays_ms as "delaysMs", h.waiting_count as "waitingCount",
      case when h.paused_until > ${now} then h.paused_until end as "limitedUntil", h.waiting_at as "waitingAt",
      q.count as queued, q.since as "queuedSince", h.last_error_at as "lastErrorAt", h.mode_reason as "modeReason",
      b.state as "brokenState", b.began_at as "brokenSince", m.began_at as "missedFrom", m.lost_until as "missedUntil"
    from channel_health h
    left join queued q on q.channel_id = h.channel_id
    left join channel_breakages b on b.account_id = h.account_id and b.channel_id = h.channel_id and b.ended_at is null
    left join lateral (
      select began_at, lost_until from channel_breakages l where l.account_id = h.account_id
        and l.channel_id = h.channel_id and l.ended_at > ${new Date(now.getTime() - shownMs)} and l.state = 'missed'
      order by l.ended_at desc limit 1) m on true
    where h.account_id = ${accountId} order by h.channel_id`.execute(db)
  return rows.map((row) => toView(row, now))
}

function toView(row: Row, now: Date): ChannelHealthView {
  const { waitingCount, waitingAt, queued, queuedSince, brokenState, brokenSince, missedFrom, missedUntil } =
    row
  const isFresh = waitingAt !== null && now.getTime() - waitingAt.getTime() < freshMs
  const middle = row.delaysMs.toSorted((one, other) => one - other)[Math.floor(row.delaysMs.length / 2)]
  return {
    channelId: row.channelId,
    delaySeconds: middle === undefined ? null : Math.round(middle / 1000),
    limitedUntil: row.limitedUntil?.toISOString() ?? null,
    waiting: isFresh && waitingCount > 0 ? { count: waitingCount, at: waitingAt.toISOString() } : null,
    queue: queued && queuedSince ? { count: queued, since: queuedSince.toISOString() } : null,
    lastErrorAt: row.lastErrorAt?.toISOString() ?? null,
    modeReason: row.modeReason,
    broken: brokenState && brokenSince ? { state: brokenState, since: brokenSince.toISOString() } : null,
    missed:
      missedFrom && missedUntil ? { from: missedFrom.toISOString(), until: missedUntil.toISOString() } : null,
  }
}
