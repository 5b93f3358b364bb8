import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#lib/db'
import type { Office } from './test-offices.ts'

type AccountThings = { pipelineId: number; stageId: number; lossReasonId: number; roleId: number }

export async function accountThings(db: Db, accountId: number): Promise<AccountThings> {
  const { rows } = await sql<AccountThings>`
    select s.pipeline_id as "pipelineId", s.id as "stageId",
      (select id from loss_reasons where account_id = ${accountId} order by position limit 1) as "lossReasonId",
      (select id from roles where account_id = ${accountId} and kind = 'member') as "roleId"
    from stages s join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id and p.kind = 'deal'
    where s.account_id = ${accountId} and s.kind = 'normal' order by s.position limit 1`.execute(db)
  if (!rows[0]) throw new Error('An account without a pipeline')
  return rows[0]
}

/** A saved filter that narrows nothing but by conversations. */
export const noFilter = {
  search: '',
  pipelineId: null,
  stageIds: [],
  responsibleUserIds: [],
  talks: 'read',
  channelIds: [],
  createdFrom: null,
  createdTo: null,
  closedFrom: null,
  closedTo: null,
  budgetFrom: null,
  budgetTo: null,
  tagIds: [],
  fields: [],
  sort: 'updated',
  isAscending: false,
}

export async function addSavedView(
  db: Db,
  { accountId, admin }: Office,
  list: 'deals' | 'imbox',
  filter: object,
): Promise<string> {
  const id = randomUUID()
  await sql`insert into saved_views (account_id, id, list, name, filter, created_by)
    values (${accountId}, ${id}, ${list}, 'Прочитанные', ${JSON.stringify(filter)}::jsonb, ${admin.userId})`.execute(
    db,
  )
  return id
}

type Filled = { fieldId: number; fieldChoiceId: number; fieldGroupId: number; tagId: number }

/** A block with a field of choices, and a text that carries the account's secret on the deal; a tag. */
export async function addFields(db: Db, { accountId, secret }: Office, dealId: number): Promise<Filled> {
  const named = { account_id: accountId, entity_kind: 'deal', name: randomUUID() }
  const group = await db
    .insertInto('field_groups')
    .values({ ...named, position: 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  const add = async (type: string): Promise<number> => {
    const field = { ...named, group_id: group.id, type, position: 1 }
    const made = db.insertInto('field_definitions').values(field).returning('id')
    return (await made.executeTakeFirstOrThrow()).id
  }
  const [fieldId, textId] = [await add('select'), await add('text')]
  const choice = await db
    .insertInto('field_choices')
    .values({ account_id: accountId, field_id: fieldId, name: 'Первый', position: 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`update deals set fields = ${JSON.stringify({ [textId]: secret })}::jsonb
    where account_id = ${accountId} and id = ${dealId}`.execute(db)
  const tag = await db.insertInto('tags').values(named).returning('id').executeTakeFirstOrThrow()
  return { fieldId, fieldChoiceId: choice.id, fieldGroupId: group.id, tagId: tag.id }
}
