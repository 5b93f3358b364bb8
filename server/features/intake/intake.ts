import type pg from 'pg'
import type { ChannelRef, Incoming } from '#channels/channel'
import type { Clock } from '#lib/clock'
import type { SecretKey } from '#lib/crypto'
import type { Db } from '#lib/db'
import { describeError, type Log } from '#lib/log'
import { arrivalOf, isTaken, type Arrival } from './arrival.ts'
import { createKnownLimits } from '#features/response-time'
import { keepDeadLetter } from './keep-dead-letter.ts'
import { createLane, type Lane } from './lanes.ts'
import { noteMeeting } from './start-links.ts'
import { tellTyping } from './tell-typing.ts'

export type Intake = {
  /**
   * Takes what one update of a messenger says. Resolves when it is durable (or, should our own rules fail on it, kept in
   * the dead letters); rejects only when the database is away: the messenger shall try again.
   */
  take(channel: ChannelRef, items: Incoming[], raw: unknown): Promise<void>
}

/** Accounts are spread over lanes; one account's messages share a lane, since one large batch is cheaper than two small ones. */
const laneCount = 2

export function createIntake(deps: {
  pool: pg.Pool
  db: Db
  clock: Clock
  secretKey: SecretKey
  log: Log
  onCommit: () => void
}): Intake {
  const limits = createKnownLimits(deps.db)
  const lanes = Array.from({ length: laneCount }, () =>
    createLane({
      pool: deps.pool,
      db: deps.db,
      limits,
      onCommit: deps.onCommit,
      tellShortRoadFailed: (error) =>
        deps.log.error({ error: describeError(error) }, 'the short road failed; messages take the long one'),
      async setAside(arrival, raw, error) {
        deps.log.error(
          { error, channelId: arrival.channelId },
          'an update could not be taken and was set aside',
        )
        const channel = { accountId: arrival.accountId, id: arrival.channelId }
        await keepDeadLetter(deps, channel, raw, error, 'not_stored')
      },
    }),
  )
  return {
    async take(channel, items, raw) {
      const arrivedAt = deps.clock()
      const arrivals = items.flatMap((item) => (isTaken(item) ? [arrivalOf(channel, item, arrivedAt)] : []))
      if (arrivals.length > 0) await addTo(lanes[channel.accountId % laneCount], arrivals, raw)
      for (const item of items) {
        if (item.kind === 'typing') await tellTyping(deps, channel, item.chat)
        else if (item.kind === 'met') await noteMeeting(deps, channel, item)
      }
    },
  }
}

function addTo(lane: Lane | undefined, arrivals: Arrival[], raw: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    lane?.add({
      arrivals,
      raw,
      left: arrivals.length,
      settle: (error) => (error === null ? resolve() : reject(error)),
    })
  })
}
