import { sql, type RawBuilder } from 'kysely'
import type { EventType, SubjectKind } from '#contract/events'
import {
  seesChat,
  seesCompany,
  seesContact,
  seesConversation,
  seesCustomer,
  seesDeal,
  seesTask,
  type Condition,
  type Viewer,
} from '#features/access'
import { seesFieldEvent } from '#features/fields'

const shownToAll: readonly SubjectKind[] = [
  'channel',
  'tag',
  'group',
  'pipeline',
  'stage',
  'loss_reason',
  'task_type',
  'quick_answer',
  'saved_view',
]

/** Who works here, and who is away. */
const ofColleagues: readonly EventType[] = [
  'user.joined',
  'user.away',
  'user.back',
  'user.deactivated',
  'user.reactivated',
]

/**
 * Whether the viewer may know of an event `alias` (R9): he sees what it is about. What is of a card as well, such as putting a
 * contact on it, is judged by the card; what was said between colleagues, by the card they said it in. Things that are gone
 * are judged by what they were. What concerns the whole account is for who may change its settings, but for what
 * everybody is shown anyway: channels, tags, groups, pipelines and stages, reasons of loss, types of tasks, what is shared, and
 * which colleagues there are.
 */
export function seesEvent(viewer: Viewer, alias: string): Condition {
  if (viewer.isAdmin) return sql<boolean>`true`
  const e = sql.ref(alias)
  const ofSettings = sql<boolean>`${viewer.mayChangeSettings}::boolean`
  const card = seesCard(viewer, sql`${e}.card_kind`, sql`${e}.card_id`)
  const subjectId = sql`${e}.subject_id::bigint`
  return sql<boolean>`(case
    when ${e}.subject_kind in ('conversation', 'chat') and ${e}.number is not null then ${rowSeen(
      viewer,
      'conversations',
      sql`s.number = ${e}.number`,
      seesConversation(viewer, 's'),
    )}
    when ${e}.subject_kind = 'chat' then ${rowSeen(
      viewer,
      'chats',
      sql`s.id = ${e}.subject_id::uuid`,
      seesChat(viewer, 's'),
    )}
    when ${e}.subject_kind in ('deal', 'customer') then ${seesCard(viewer, sql`${e}.subject_kind`, subjectId)}
    when ${e}.subject_kind = 'task' then ${rowSeen(
      viewer,
      'tasks',
      sql`s.id = ${subjectId}`,
      seesTask(viewer, 's'),
    )}
    when ${e}.card_id is not null then ${card}
    when ${e}.subject_kind = 'contact' or ${e}.subject_kind = 'note' and ${e}.contact_id is not null
      then ${seesRoot(viewer, 'contacts', sql`coalesce(${e}.contact_id, ${subjectId})`, seesContact(viewer, 's'))}
    when ${e}.subject_kind = 'company' then ${seesRoot(viewer, 'companies', subjectId, seesCompany(viewer, 's'))}
    when ${e}.subject_kind = 'note' then ${e}.after->'holder'->>'kind' = 'company' and ${seesRoot(
      viewer,
      'companies',
      sql`(${e}.after->'holder'->>'id')::bigint`,
      seesCompany(viewer, 's'),
    )}
    when ${e}.subject_kind = any(${[...shownToAll]}::text[]) then true
    when ${e}.subject_kind = 'user' then ${ofSettings} or ${e}.type = any(${[...ofColleagues]}::text[])
    else ${ofSettings} end and ${seesFieldEvent(viewer, alias)})`
}

function seesCard(viewer: Viewer, kind: RawBuilder<unknown>, id: RawBuilder<unknown>): Condition {
  return sql<boolean>`(case when ${kind} = 'deal' then ${seesRoot(viewer, 'deals', id, seesDeal(viewer, 's'))}
    else ${seesRoot(viewer, 'customers', id, seesCustomer(viewer, 's'))} end)`
}

type Merged = 'contacts' | 'companies' | 'deals' | 'customers'

/** A row, or the one it was merged into. */
function seesRoot(viewer: Viewer, table: Merged, id: RawBuilder<unknown>, isSeen: Condition): Condition {
  return sql<boolean>`exists (select from ${sql.table(table)} own join ${sql.table(table)} s
      on s.account_id = own.account_id and s.id = own.root_id
    where own.account_id = ${viewer.accountId} and own.id = ${id} and ${isSeen})`
}

function rowSeen(
  viewer: Viewer,
  table: 'conversations' | 'chats' | 'tasks',
  isIt: RawBuilder<unknown>,
  isSeen: Condition,
): Condition {
  return sql<boolean>`exists (select from ${sql.table(table)} s
    where s.account_id = ${viewer.accountId} and ${isIt} and ${isSeen})`
}
