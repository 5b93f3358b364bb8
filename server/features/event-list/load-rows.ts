import { sql, type RawBuilder } from 'kysely'
import type { ActorKind, CardKind } from '#contract/common'
import type { EventRow } from '#contract/event-list'
import type { EventType, Road } from '#contract/events'
import { seesCompany, seesContact, seesCustomer, seesDeal, seesTask, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import type { Names } from './names.ts'
import { tellChanges, tellWay } from './tell-changes.ts'

type Side = Record<string, unknown> | null

export type StoredRow = {
  id: string
  type: EventType
  at: Date
  road: Road
  actorKind: ActorKind
  actorId: number | null
  actorName: string | null
  subjectKind: string
  subjectId: string
  subjectName: string | null
  number: number | null
  messageId: string | null
  channel: EventRow['channel']
  contact: EventRow['contact']
  company: EventRow['company']
  cardKind: CardKind | null
  cardId: number | null
  cardName: string | null
  pipelineId: number | null
  stageId: number | null
  before: Side
  after: Side
}

/** Events by their ids, newest first, with what they name as it is called now; names out of sight are left out. */
export async function loadRows(db: Read, viewer: Viewer, ids: string[], names: Names): Promise<EventRow[]> {
  if (ids.length === 0) return []
  return (await selectRows(db, viewer, ids)).map((row) => toRow(row, names))
}

async function selectRows(db: Read, viewer: Viewer, ids: string[]): Promise<StoredRow[]> {
  const { rows } = await sql<StoredRow>`
    select e.id, e.type, e.at, e.road, e.actor_kind as "actorKind", e.actor_id as "actorId",
      case when e.actor_kind in ('user', 'api') then (select u.name from users u where u.account_id = e.account_id and u.id = e.actor_id)
        when e.actor_kind = 'client' then ${rooted('contacts', sql`e.actor_id`, seesContact(viewer, 'k'))} end as "actorName",
      e.subject_kind as "subjectKind", e.subject_id as "subjectId", ${subjectName(viewer)} as "subjectName",
      e.number, e.message_id as "messageId", e.before, e.after,
      case when h.id is not null then jsonb_build_object('id', h.id, 'name', h.name, 'kind', h.kind) end as channel,
      case when e.contact_id is not null then jsonb_build_object('id', e.contact_id, 'name',
        ${rooted('contacts', sql`e.contact_id`, seesContact(viewer, 'k'))}) end as contact,
      ${companyOfSubject(viewer)} as company,
      c.kind as "cardKind", c.id as "cardId", c.name as "cardName", c.pipeline_id as "pipelineId", c.stage_id as "stageId"
    from events e
    left join conversations v on v.account_id = e.account_id and v.number = e.number
    left join channels h on h.account_id = e.account_id and h.id = coalesce(e.channel_id, v.channel_id)
    left join lateral (
      select 'deal' as kind, d.id, d.name, d.pipeline_id, d.stage_id from deals own
        join deals d on d.account_id = own.account_id and d.id = own.root_id
        where e.card_kind = 'deal' and own.account_id = e.account_id and own.id = e.card_id and d.deleted_at is null
          and ${seesDeal(viewer, 'd')}
      union all
      select 'customer', u.id, u.name, u.pipeline_id, u.stage_id from customers own
        join customers u on u.account_id = own.account_id and u.id = own.root_id
        where e.card_kind = 'customer' and own.account_id = e.account_id and own.id = e.card_id and u.deleted_at is null
          and ${seesCustomer(viewer, 'u')}
    ) c on true
    where e.account_id = ${viewer.accountId} and e.id = any(${ids}::uuid[])
    order by e.at desc, e.id desc`.execute(db)
  return rows
}

/** The name of a thing, or of the one it was merged into. */
function rooted(
  table: 'contacts' | 'companies' | 'deals' | 'customers',
  id: RawBuilder<unknown>,
  isSeen: RawBuilder<unknown>,
): RawBuilder<string | null> {
  return sql<string | null>`(select k.name from ${sql.table(table)} own
    join ${sql.table(table)} k on k.account_id = own.account_id and k.id = own.root_id
    where own.account_id = e.account_id and own.id = ${id} and ${isSeen})`
}

/** Tasks and notes that are gone still say where they stood. */
function companyOfSubject(viewer: Viewer): RawBuilder<EventRow['company']> {
  const id = sql`e.subject_id::bigint`
  return sql<EventRow['company']>`case when e.subject_kind in ('task', 'note') then (
    select jsonb_build_object('id', b.id, 'name', b.name) from companies own
    join companies b on b.account_id = own.account_id and b.id = own.root_id and b.deleted_at is null
    where own.account_id = e.account_id and own.id = case e.subject_kind
        when 'task' then (select t.company_id from tasks t where t.account_id = e.account_id and t.id = ${id})
        else (select n.entity_id from notes n where n.account_id = e.account_id and n.id = ${id} and n.entity_kind = 'company') end
      and ${seesCompany(viewer, 'b')}) end`
}

function subjectName(viewer: Viewer): RawBuilder<string | null> {
  const id = sql`e.subject_id::bigint`
  const plain = (table: string): RawBuilder<unknown> =>
    sql`(select t.name from ${sql.table(table)} t where t.account_id = e.account_id and t.id = ${id})`
  return sql<string | null>`case e.subject_kind
    when 'contact' then ${rooted('contacts', id, seesContact(viewer, 'k'))}
    when 'company' then ${rooted('companies', id, seesCompany(viewer, 'k'))}
    when 'deal' then ${rooted('deals', id, seesDeal(viewer, 'k'))}
    when 'customer' then ${rooted('customers', id, seesCustomer(viewer, 'k'))}
    when 'task' then (select t.text from tasks t where t.account_id = e.account_id and t.id = ${id} and ${seesTask(viewer, 't')})
    when 'user' then case when e.subject_id ~ '^[0-9]+$' then ${plain('users')} end
    when 'role' then ${plain('roles')}
    when 'group' then ${plain('groups')}
    when 'channel' then ${plain('channels')}
    when 'tag' then ${plain('tags')}
    when 'field' then ${plain('field_definitions')}
    when 'field_group' then ${plain('field_groups')}
    when 'pipeline' then ${plain('pipelines')}
    when 'loss_reason' then ${plain('loss_reasons')}
    when 'task_type' then ${plain('task_types')}
    when 'stage' then (select p.name || ' / ' || t.name from stages t
      join pipelines p on p.account_id = t.account_id and p.id = t.pipeline_id
      where t.account_id = e.account_id and t.pipeline_id = split_part(e.subject_id, '.', 1)::bigint
        and t.id = split_part(e.subject_id, '.', 2)::bigint)
    when 'quick_answer' then (select '/' || t.shortcut from quick_answers t
      where t.account_id = e.account_id and t.id = e.subject_id::uuid)
    when 'saved_view' then (select t.name from saved_views t
      where t.account_id = e.account_id and t.id = e.subject_id::uuid)
    end`
}

function toRow(row: StoredRow, names: Names): EventRow {
  const { before, after } = row
  return {
    id: row.id,
    type: row.type,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    road: row.road,
    way: tellWay(row, names),
    // What is gone is called as it was called then.
    subject: {
      kind: row.subjectKind,
      id: row.subjectId,
      name: row.subjectName ?? nameThen(row.subjectKind, before, after),
    },
    number: row.number,
    messageId: row.messageId,
    channel: row.channel,
    contact: row.contact,
    company: row.company,
    card:
      row.cardKind !== null && row.cardId !== null
        ? {
            kind: row.cardKind,
            id: row.cardId,
            name: row.cardName,
            stage: names.stageName(row.pipelineId, row.stageId),
          }
        : null,
    changes: tellChanges(row, names),
  }
}

const ofAccount = new Set([
  'tag',
  'field',
  'field_group',
  'role',
  'group',
  'channel',
  'pipeline',
  'stage',
  'loss_reason',
  'task_type',
  'saved_view',
])

function nameThen(kind: string, before: Side, after: Side): string | null {
  const shortcut = before?.['shortcut'] ?? after?.['shortcut']
  if (kind === 'quick_answer' && typeof shortcut === 'string') return `/${shortcut}`
  const name = before?.['name'] ?? after?.['name']
  return ofAccount.has(kind) && typeof name === 'string' ? name : null
}
