import { sql } from 'kysely'
import { channelSettings } from '#contract/channels'
import { allTime, openTime, type OpenTime } from '#contract/open-time'
import { limitOf, type ChannelResponseTime } from '#contract/response-time'
import { readAccountSettings } from '#features/account-settings'
import type { Due } from '#features/conversations'
import { readWorkingHours } from '#features/working-hours'
import type { Read } from '#lib/db'

/** The limits of an account's channels, as they were at a version of `accounts.clock_version`. */
export type ResponseLimits = {
  version: number
  /** Until when a client of this channel who begins to wait then is to be answered (R7). */
  dueOf(channelId: number, startedAt: Date): Due
}

const noLimit: Due = { dueAt: null, limitMinutes: null }
const minuteMs = 60_000

/** Settings that change while this reads are newer than the version it names; so they are read once more. */
export async function readLimits(db: Read, accountId: number): Promise<ResponseLimits> {
  const version = await readVersion(db, accountId)
  const channels = await readChannels(db, accountId)
  const { responseTime } = await readAccountSettings(db, accountId)
  const limits = new Map([...channels].map(([id, own]) => [id, limitOf(responseTime, own)]))
  const isAround = responseTime.counts === 'all' || [...limits.values()].every((limit) => limit === null)
  const hours: OpenTime = isAround ? allTime : openTime(await readWorkingHours(db, accountId))
  return {
    version,
    dueOf(channelId, startedAt) {
      const limitMinutes = limits.get(channelId) ?? null
      if (limitMinutes === null) return noLimit
      return { dueAt: hours.after(startedAt, limitMinutes * minuteMs), limitMinutes }
    },
  }
}

/** Throws for an account that is not there. */
async function readVersion(db: Read, accountId: number): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select clock_version as version from accounts where id = ${accountId}`.execute(db)
  const [account] = rows
  if (!account) throw new Error('There is no such account')
  return account.version
}

async function readChannels(db: Read, accountId: number): Promise<Map<number, ChannelResponseTime>> {
  const rows = await db
    .selectFrom('channels')
    .select(['id', 'settings'])
    .where('account_id', '=', accountId)
    .execute()
  return new Map(rows.map(({ id, settings }) => [id, channelSettings.parse(settings).responseTime]))
}
