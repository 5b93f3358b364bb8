import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#lib/db'
import type { Office } from './test-offices.ts'

/** What colleagues have to do, and what they noted. */
export type WorkThings = { taskId: number; taskTypeId: number; noteId: number; bulkActionId: string }

export function noWork(): WorkThings {
  const id = 999_999_999
  return { taskId: id, taskTypeId: id, noteId: id, bulkActionId: randomUUID() }
}

export async function addWork(db: Db, office: Office, dealId: number): Promise<WorkThings> {
  const { accountId, secret, admin } = office
  const types = await sql<{ id: number }>`insert into task_types (account_id, name, position)
    values (${accountId}, ${`Замер ${randomUUID()}`}, 1) returning id`.execute(db)
  const taskTypeId = types.rows[0]?.id ?? 0
  const tasks = await sql<{ id: number }>`
    insert into tasks (account_id, request_id, type_id, text, due_at, remind_at, responsible_user_id, card_kind, card_id, created_by,
      created_at, updated_at)
    values (${accountId}, ${randomUUID()}, ${taskTypeId}, ${`Позвонить ${secret}`}, now(), now(), ${admin.userId}, 'deal', ${dealId},
      ${admin.userId}, now(), now()) returning id`.execute(db)
  const notes = await sql<{ id: number }>`
    insert into notes (account_id, request_id, entity_kind, entity_id, text, author_kind, author_id, created_at)
    values (${accountId}, ${randomUUID()}, 'deal', ${dealId}, ${`Торгуется ${secret}`}, 'user', ${admin.userId}, now())
    returning id`.execute(db)
  const bulkActionId = await addBulkAction(db, office)
  return { taskId: tasks.rows[0]?.id ?? 0, taskTypeId, noteId: notes.rows[0]?.id ?? 0, bulkActionId }
}

/** A mass action of the admin that has ended and can be undone. */
async function addBulkAction(db: Db, { accountId, secret, admin }: Office): Promise<string> {
  const id = randomUUID()
  const change = JSON.stringify({ kind: 'tag', tag: secret })
  await sql`insert into bulk_actions (account_id, id, change, by_user_id, at, state, total, done, ended_at)
    values (${accountId}, ${id}, ${change}::jsonb, ${admin.userId}, now(), 'done', 1, 1, now())`.execute(db)
  return id
}
