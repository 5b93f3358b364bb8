import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#lib/db'
import type { Office } from './test-offices.ts'

/** What colleagues have to do, and what they noted. */
export type WorkThings = { taskId: number; taskTypeId: number; noteId: number }

export function noWork(): WorkThings {
  const id = 999_999_999
  return { taskId: id, taskTypeId: id, noteId: id }
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
  return { taskId: tasks.rows[0]?.id ?? 0, taskTypeId, noteId: notes.rows[0]?.id ?? 0 }
}
