import { sql } from 'kysely'
import type { Freeing } from '#lib/nodes'

/** Windows whose node has died look at nothing any more: their browsers come back to another one and say so anew. */
export const freePresences: Freeing = async (tx) => {
  await sql`
    with gone as (
      delete from presences p where not exists (select from nodes n where n.id = p.node_id) returning account_id, number
    )
    insert into changes (account_id, topic, number) select distinct account_id, 'presence', number from gone`.execute(
    tx,
  )
}
