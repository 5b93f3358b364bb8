import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '#features/access'
import { startOfDay } from '#lib/start-of-day'
import { isDense, type Wanted } from './event-sources.ts'
import { seesEvent } from './sees-event.ts'

/** What of the filter is judged event by event, whatever walk meets it, and whether the viewer may know of it. */
export function conditionsOf(viewer: Viewer, filter: Wanted): RawBuilder<unknown> {
  const { type, authorKind, userId, channelId } = filter
  return sql.join(
    [
      ...(viewer.isAdmin ? [] : [seesEvent(viewer, 'e')]),
      ...(type ? [sql`e.type = any(${type}::text[])`] : []),
      ...(authorKind || userId
        ? [
            sql`(e.actor_kind = any(${authorKind ?? []}::text[])
              or e.actor_kind in ('user', 'api') and e.actor_id = any(${userId ?? []}::bigint[]))`,
          ]
        : []),
      ...(channelId ? [sql`e.channel_id = any(${channelId}::bigint[])`] : []),
      sql`true`,
    ],
    sql` and `,
  )
}

/** Whether the walks meet nothing but what is wanted and may be known: one thing is asked for, by one who sees all. */
export function isExact(viewer: Viewer, filter: Wanted): boolean {
  const { type, authorKind, userId, channelId, objectKind } = filter
  if (filter.ids || !viewer.isAdmin || channelId || objectKind === 'conversation') return false
  if (objectKind === 'deal' || objectKind === 'customer') return false
  const isOfAuthors = authorKind !== undefined || userId !== undefined
  const asked = [type, isOfAuthors || undefined, objectKind].filter((each) => each !== undefined)
  return asked.length <= 1 && !type?.some(isDense) && !authorKind?.includes('client')
}

/** The days of a filter, by the clock of the account: both of its ends are of the index. */
export function periodOf({ accountId }: Viewer, { from, to, since, until }: Wanted): RawBuilder<unknown> {
  return sql.join(
    [
      ...(from === undefined ? [] : [sql`e.at >= ${startOfDay(accountId, from)}`]),
      ...(to === undefined ? [] : [sql`e.at < ${startOfDay(accountId, to, 1)}`]),
      ...(since === undefined ? [] : [sql`e.at >= ${since}`]),
      ...(until === undefined ? [] : [sql`e.at < ${until}`]),
      sql`true`,
    ],
    sql` and `,
  )
}
