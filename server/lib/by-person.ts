import { sql, type RawBuilder } from 'kysely'

/**
 * `all`, a select of rows with a `responsible_user_id` under the alias `row`, of these people, each by his own stretch of an
 * index; 0 is nobody. `page` ends what is read of each. However many people are asked for, one plan of the statement serves.
 */
export function ofPeople(
  all: RawBuilder<unknown>,
  row: string,
  ids: readonly number[],
  page: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const asked = [...new Set(ids)]
  const people = asked.filter((id) => id !== 0)
  const responsible = sql.ref(`${row}.responsible_user_id`)
  const columns = sql`${sql.ref(row)}.*`
  const some = sql`select ${columns} from unnest(array(select unnest(${people}::bigint[]))) u(id) cross join lateral (
    ${all} and ${responsible} = u.id ${page}) ${sql.ref(row)}`
  if (people.length === asked.length) return some
  return sql`${some} union all (${all} and ${responsible} is null ${page})`
}
