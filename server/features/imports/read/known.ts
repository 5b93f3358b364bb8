import { sql } from 'kysely'
import type { FieldView } from '#contract/fields'
import type { PipelineView, StageView } from '#contract/pipelines'
import type { Viewer } from '#features/access'
import { findCustomerPipeline } from '#features/customers'
import { listPipelines } from '#features/deals'
import { findFields } from '#features/fields'
import type { Read } from '#lib/db'
import type { WishedEntity } from './row-wish.ts'

/** What the words of a table are compared with: colleagues, pipelines, custom fields. */
export type Known = {
  country: string
  timeZone: string
  users: { id: number; name: string; email: string }[]
  pipelines: PipelineView[]
  customerStages: StageView[]
  fields: Record<WishedEntity, FieldView[]>
}

export async function findKnown(db: Read, viewer: Viewer): Promise<Known> {
  const { accountId } = viewer
  const account = await db
    .selectFrom('accounts')
    .select(['country', 'time_zone'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  const users = await sql<Known['users'][number]>`
    select id, name, email from users where account_id = ${accountId} and status = 'active' order by id`.execute(
    db,
  )
  return {
    country: account.country,
    timeZone: account.time_zone,
    users: users.rows,
    pipelines: await listPipelines(db, accountId),
    customerStages: (await findCustomerPipeline(db, accountId)).stages,
    fields: {
      contact: await findFields(db, viewer, 'contact'),
      company: await findFields(db, viewer, 'company'),
      deal: await findFields(db, viewer, 'deal'),
      customer: await findFields(db, viewer, 'customer'),
    },
  }
}

export const sameWord = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase()

/** By e-mail or by name; null: there is none, or there are several of that name. */
export function findUser({ users }: Known, text: string): number | null {
  const byEmail = users.find(({ email }) => sameWord(email, text))
  if (byEmail) return byEmail.id
  const [first, ...others] = users.filter(({ name }) => sameWord(name, text))
  return first && others.length === 0 ? first.id : null
}
