import { sql, type RawBuilder } from 'kysely'
import type { CardKind } from '#contract/common'
import type { TaskView } from '#contract/tasks'
import { mayDo, seesCompany, seesContact, seesMessage, type Viewer } from '#features/access'
import { findCardNames } from '#features/cards'
import type { Read } from '#lib/db'
import { placeOf } from '#lib/keyset'
import { typeOf } from './types/task-types.ts'

type Person = { id: number; name: string }

type Stored = {
  id: number
  requestId: string
  typeId: number
  typeName: string | null
  isTypeRemoved: boolean
  text: string
  on: string | null
  dueAt: Date
  responsible: Person
  responsibleGroupId: number | null
  cardKind: CardKind | null
  cardId: number | null
  contact: Person | null
  company: Person | null
  message: TaskView['message']
  createdBy: Person
  createdAt: Date
  completedAt: Date | null
  completedBy: Person | null
  result: string | null
  place: string
}

/** Which instant tasks are in order of: when they are due, or when they were done or written down. */
export type OrderedBy = 'due_at' | 'completed_at' | 'created_at'

/**
 * Tasks as the viewer is shown them, with their cursors; `rest` selects from tasks, with an `ord` to sort by. Whether he may
 * see them is the caller's to ask; where they belong is told only to who sees that too.
 */
export async function selectTasks(
  db: Read,
  viewer: Viewer,
  rest: RawBuilder<unknown>,
  by: OrderedBy = 'due_at',
): Promise<{ task: TaskView; place: string; requestId: string }[]> {
  const { rows } = await sql<Stored>`
    select t.id, t.request_id as "requestId", t.type_id as "typeId", y.name as "typeName", coalesce(y.removed_at is not null, false) as "isTypeRemoved", t.text,
      to_char(t.due_on, 'YYYY-MM-DD') as on, t.due_at as "dueAt", ${person('r')} as responsible, r.group_id as "responsibleGroupId",
      t.card_kind as "cardKind", t.card_id as "cardId", case when k.id is null then null else ${person('k')} end as contact,
      case when f.id is null then null else ${person('f')} end as company,
      case when m.id is null then null else jsonb_build_object('id', m.id, 'number', m.number,
        'at', to_char(m.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as message,
      ${person('b')} as "createdBy", t.created_at as "createdAt", t.completed_at as "completedAt",
      case when c.id is null then null else ${person('c')} end as "completedBy", t.result,
      ${placeOf(sql.ref(`t.${by}`), sql`t.id`)} as place
    from (${rest}) t
    join users r on r.account_id = t.account_id and r.id = t.responsible_user_id
    join users b on b.account_id = t.account_id and b.id = t.created_by
    left join users c on c.account_id = t.account_id and c.id = t.completed_by
    left join task_types y on y.account_id = t.account_id and y.id = t.type_id
    left join contacts own on own.account_id = t.account_id and own.id = t.contact_id
    left join contacts k on k.account_id = own.account_id and k.id = own.root_id and k.deleted_at is null and ${seesContact(viewer, 'k')}
    left join companies named on named.account_id = t.account_id and named.id = t.company_id
    left join companies f on f.account_id = named.account_id and f.id = named.root_id and f.deleted_at is null and ${seesCompany(viewer, 'f')}
    left join messages m on m.account_id = t.account_id and m.id = t.message_id and ${seesMessage(viewer, 'm')}
    order by t.ord`.execute(db)
  const cards = await findCardNames(db, viewer, rows.flatMap(cardOf))
  return rows.map((row) => ({ place: row.place, requestId: row.requestId, task: toView(viewer, row, cards) }))
}

const person = (alias: string): RawBuilder<Person> =>
  sql<Person>`jsonb_build_object('id', ${sql.ref(`${alias}.id`)}, 'name', ${sql.ref(`${alias}.name`)})`

function cardOf({ cardKind, cardId }: Stored): { kind: CardKind; id: number }[] {
  return cardKind !== null && cardId !== null ? [{ kind: cardKind, id: cardId }] : []
}

function toView(viewer: Viewer, row: Stored, cards: (Person & { kind: CardKind })[]): TaskView {
  const responsible = { userId: row.responsible.id, groupId: row.responsibleGroupId }
  return {
    id: row.id,
    type: typeOf({ id: row.typeId, name: row.typeName, isRemoved: row.isTypeRemoved }),
    text: row.text,
    due: row.on === null ? { at: row.dueAt.toISOString() } : { on: row.on },
    dueAt: row.dueAt.toISOString(),
    responsible: row.responsible,
    card: cards.find((card) => card.kind === row.cardKind && card.id === row.cardId) ?? null,
    contact: row.contact,
    company: row.company,
    message: row.message,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    completed:
      row.completedAt && row.completedBy
        ? { at: row.completedAt.toISOString(), by: row.completedBy, result: row.result }
        : null,
    canEdit: mayDo(viewer, 'tasks', 'edit', responsible),
    canDelete: mayDo(viewer, 'tasks', 'delete', responsible),
  }
}
