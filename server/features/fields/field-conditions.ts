import { sql, type RawBuilder } from 'kysely'
import type { EntityKind } from '#contract/common'
import type { FieldCondition } from '#contract/field-filter'
import type { Viewer } from '#features/access'
import { likeOf } from '#lib/like'
import { startOfDay } from '#lib/start-of-day'
import { seesField } from './field-rows.ts'

/** Rows `alias` of a kind that all these conditions hold for. A field that one's role does not see is as if it were not there. */
export function fieldsMatch(
  viewer: Viewer,
  kind: EntityKind,
  alias: string,
  conditions: readonly FieldCondition[],
): RawBuilder<unknown> {
  return conditions.length === 0
    ? sql`true`
    : sql.join(
        conditions.map((each) => matches(viewer, kind, alias, each)),
        sql` and `,
      )
}

function matches(
  viewer: Viewer,
  kind: EntityKind,
  alias: string,
  condition: FieldCondition,
): RawBuilder<unknown> {
  const { accountId } = viewer
  const row = sql.ref(alias)
  const { fieldId } = condition
  const isThere = sql`exists (select from field_definitions f where f.account_id = ${accountId} and f.id = ${fieldId}
    and f.entity_kind = ${kind} and f.archived_at is null and ${seesField(viewer, 'f')})`
  const found = sql`select v.entity_id from field_values v where v.account_id = ${accountId} and v.field_id = ${fieldId}
    and v.entity_kind = ${kind}`
  if (condition.is === 'empty') {
    return sql`(${isThere} and not exists (${found} and v.entity_id = ${row}.id))`
  }
  return sql`(${isThere} and ${row}.id in (${found} and ${ofValue(viewer, condition)}))`
}

/** Sums, numbers and choices as they are; a day is the number of days since 1970, an instant that of seconds. */
function ofValue(viewer: Viewer, condition: Exclude<FieldCondition, { is: 'empty' }>): RawBuilder<unknown> {
  switch (condition.is) {
    case 'any':
      return sql`v.number_value = any(${condition.ids}::numeric[])`
    case 'like':
      return sql`v.text_value like ${likeOf(condition.text)}`
    case 'filled':
      return sql`true`
    case 'between':
      return sql.join(
        [
          sql`v.number_value is not null`,
          ...(condition.from === null ? [] : [sql`v.number_value >= ${condition.from}::numeric`]),
          ...(condition.to === null ? [] : [sql`v.number_value <= ${condition.to}::numeric`]),
        ],
        sql` and `,
      )
    case 'within':
      return within(viewer, condition)
  }
}

/** Days of the account's calendar, both included; a day begins by the account's clock. */
function within(
  { accountId }: Viewer,
  { fieldId, from, to }: { fieldId: number; from: string | null; to: string | null },
): RawBuilder<unknown> {
  const days = (day: string, later: number): RawBuilder<unknown> =>
    sql`(${day}::date - date '1970-01-01' + ${later}::int)`
  const seconds = (day: string, later: number): RawBuilder<unknown> =>
    sql`extract(epoch from ${startOfDay(accountId, day, later)})`
  const isInstant = sql`(select f.type = 'datetime' from field_definitions f
    where f.account_id = ${accountId} and f.id = ${fieldId})`
  const start = (day: string, later: number): RawBuilder<unknown> =>
    sql`(case when ${isInstant} then ${seconds(day, later)} else ${days(day, later)} end)`
  return sql.join(
    [
      sql`v.number_value is not null`,
      ...(from === null ? [] : [sql`v.number_value >= ${start(from, 0)}`]),
      ...(to === null ? [] : [sql`v.number_value < ${start(to, 1)}`]),
    ],
    sql` and `,
  )
}
