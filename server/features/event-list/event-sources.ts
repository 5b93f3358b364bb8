import { sql, type RawBuilder } from 'kysely'
import type { EventFilter, ListedObject } from '#contract/event-list'
import type { EventType } from '#contract/events'
import type { Viewer } from '#features/access'

/** What is wanted, by the page of the list or by another program, which may name several things and instants. */
export type Wanted = Omit<EventFilter, 'objectKind' | 'objectId'> & {
  objectKind?: ListedObject | 'task' | undefined
  objectIds?: readonly number[] | undefined
  ids?: readonly string[] | undefined
  since?: Date | undefined
  until?: Date | undefined
}

/**
 * A walk through events by an index, one for each of its values: `values` gives rows `v`, `where` says which events `e` such a
 * value has, in the words of the index. Sources of one filter have no event in common.
 */
export type EventSource = {
  values: RawBuilder<unknown>
  where: RawBuilder<unknown>
  /** What of the walk is meant: judged row by row. */
  only?: RawBuilder<unknown>
  /** How many values it will have or so: what may be looked at is shared among them. */
  share: number
}

/** So many that they have no index of their own: the walk by time meets them. */
const dense: ReadonlySet<EventType> = new Set(['message.received', 'message.queued'])
export const isDense = (type: EventType): boolean => dense.has(type)

/** People, bots and the like of one kind, as a guess. */
const authorsOfKind = 20

const one = sql`(select 1) v`
const isRare = sql`e.type not in ('message.received', 'message.queued')`

/** The walks that meet everything the filter wants and as little else as there is an index for. */
export function sourcesOf(viewer: Viewer, filter: Wanted): EventSource[] {
  if (filter.ids) {
    return [
      {
        values: sql`unnest(${[...filter.ids]}::uuid[]) v(id)`,
        where: sql`e.id = v.id`,
        share: filter.ids.length,
      },
    ]
  }
  if (filter.objectKind !== undefined && filter.objectIds) {
    return sourcesOfObjects(viewer, filter.objectKind, [...filter.objectIds])
  }
  const { type } = filter
  if (type === undefined) return sourcesOfAuthors(viewer, filter)
  const rare = type.filter((each) => !isDense(each))
  const many = type.filter(isDense)
  return [
    ...(rare.length > 0
      ? [
          {
            values: sql`unnest(${rare}::text[]) v(type)`,
            where: sql`e.type = v.type and ${isRare}`,
            share: rare.length,
          },
        ]
      : []),
    ...(many.length > 0
      ? sourcesOfAuthors(viewer, filter).map(({ only = sql`true`, ...source }) => ({
          ...source,
          only: sql`${only} and e.type = any(${many}::text[])`,
        }))
      : []),
  ]
}

/** By who did it; everything when nobody is asked for. */
function sourcesOfAuthors({ accountId }: Viewer, { authorKind, userId }: Wanted): EventSource[] {
  if (authorKind === undefined && userId === undefined) return [{ values: one, where: sql`true`, share: 1 }]
  const kinds = (authorKind ?? []).filter((kind) => kind !== 'client')
  const authors = sql`(${authorsOfKinds(accountId, kinds)}
    union select k.kind, u.id from unnest(array['user', 'api']) k(kind), unnest(${userId ?? []}::bigint[]) u(id)) v`
  const byAuthors: EventSource = {
    values: authors,
    where: sql`e.actor_kind = v.kind and e.actor_kind <> 'client' and coalesce(e.actor_id, 0) = v.id`,
    share: kinds.length * authorsOfKind + (userId?.length ?? 0) * 2,
  }
  const byClients: EventSource = {
    values: one,
    where: sql`true`,
    only: sql`e.actor_kind = 'client'`,
    share: 1,
  }
  return [
    ...(kinds.length > 0 || userId ? [byAuthors] : []),
    ...(authorKind?.includes('client') ? [byClients] : []),
  ]
}

/** Everybody of these kinds who ever did something, found by leaps through the index: one step for each. */
function authorsOfKinds(accountId: number, kinds: readonly string[]): RawBuilder<unknown> {
  return sql`
    select k.kind, a.id from unnest(${[...kinds]}::text[]) k(kind) cross join lateral (
      with recursive leap as (
        (select coalesce(e.actor_id, 0) as id from events e where e.account_id = ${accountId} and e.actor_kind = k.kind
          and e.actor_kind <> 'client' order by coalesce(e.actor_id, 0) limit 1)
        union all
        select (select coalesce(e.actor_id, 0) from events e where e.account_id = ${accountId} and e.actor_kind = k.kind
          and e.actor_kind <> 'client' and coalesce(e.actor_id, 0) > leap.id order by coalesce(e.actor_id, 0) limit 1)
        from leap where leap.id is not null
      )
      select id from leap where id is not null) a`
}

function sourcesOfObjects(
  viewer: Viewer,
  kind: NonNullable<Wanted['objectKind']>,
  ids: number[],
): EventSource[] {
  const { accountId } = viewer
  const share = ids.length
  const ofContact = sql`e.contact_id = v.id and e.contact_id is not null`
  const ofSubject = (
    subject: 'company' | 'task',
  ): RawBuilder<unknown> => sql`e.subject_kind = ${subject} and e.subject_id = v.id::text
    and e.subject_kind not in ('conversation', 'chat', 'contact', 'deal', 'customer')`
  switch (kind) {
    case 'conversation':
      return [
        {
          values: sql`(select distinct contact_id as id from conversations
            where account_id = ${accountId} and number = any(${ids}::bigint[])) v`,
          where: ofContact,
          only: sql`e.number = any(${ids}::bigint[])`,
          share,
        },
      ]
    case 'contact':
      return [{ values: kin(viewer, 'contacts', ids), where: ofContact, share }]
    case 'company':
      return [
        { values: kin(viewer, 'companies', ids), where: ofSubject('company'), share },
        {
          values: sql`(select t.id from ${kin(viewer, 'companies', ids)} join tasks t
            on t.account_id = ${accountId} and t.company_id = v.id) v`,
          where: ofSubject('task'),
          share,
        },
      ]
    case 'task':
      return [{ values: sql`unnest(${ids}::bigint[]) v(id)`, where: ofSubject('task'), share }]
    case 'deal':
    case 'customer':
      return [
        {
          values: kin(viewer, kind === 'deal' ? 'deals' : 'customers', ids),
          where: sql`e.card_kind = ${kind} and e.card_id = v.id and e.card_id is not null and e.type not like 'message.%'`,
          share,
        },
        {
          values: sql`(select distinct contact_id as id from conversations
            where account_id = ${accountId} and card_kind = ${kind} and card_id = any(${ids}::bigint[])) v`,
          where: ofContact,
          only: sql`e.card_kind = ${kind} and e.card_id = any(${ids}::bigint[]) and e.type like 'message.%'`,
          share,
        },
      ]
  }
}

/** Things with those that were merged into them. */
function kin(
  { accountId }: Viewer,
  table: 'contacts' | 'companies' | 'deals' | 'customers',
  ids: number[],
): RawBuilder<unknown> {
  return sql`(select distinct kin.id from ${sql.table(table)} asked join ${sql.table(table)} kin
      on kin.account_id = asked.account_id and kin.root_id = asked.root_id
    where asked.account_id = ${accountId} and asked.id = any(${ids}::bigint[])) v`
}
