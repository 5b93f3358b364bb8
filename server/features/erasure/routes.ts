import { sql } from 'kysely'
import * as contract from '#contract/erasure'
import type { EndpointOutput } from '#contract/endpoint'
import type { Viewer } from '#features/access'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import type { PersonalData } from '#lib/personal-data'
import { countAll, eraseContact, findPerson } from './erase-contact.ts'
import { listErasures } from './queries.ts'
import { traceOf } from './trace.ts'

type RouteDeps = { db: Db; clock: Clock; personalData: readonly PersonalData[] }

export function routes({ db, clock, personalData }: RouteDeps): Route[] {
  const preview = async (
    viewer: Viewer,
    contactId: number,
  ): Promise<EndpointOutput<typeof contract.previewErasure>> => {
    const { id, name } = await findPerson(db, viewer, contactId)
    const trace = await traceOf(db, viewer.accountId, id)
    const { rows } = await sql<{ open: number }>`select count(*)::int as open from conversations
      where account_id = ${viewer.accountId} and number = any(${trace.numbers}::bigint[]) and closed_at is null`.execute(
      db,
    )
    return { name, counts: await countAll(db, personalData, trace), open: rows[0]?.open ?? 0 }
  }
  return [
    route(contract.previewErasure, ({ contactId }, { caller }) => preview(caller, contactId)),
    route(contract.eraseContact, (input, { caller }) =>
      inTransaction(db, (tx) => eraseContact(tx, personalData, caller, input, clock())),
    ),
    route(contract.listErasures, async (_input, { caller }) => ({
      items: await listErasures(db, caller.accountId),
    })),
  ]
}
