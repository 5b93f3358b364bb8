import { sql } from 'kysely'
import { mostQuickAnswers, type QuickAnswer } from '#contract/quick-answers'
import type { Viewer } from '#features/access'
import { findFiles, toFileView } from '#features/files'
import type { Read, Tx } from '#lib/db'

/** `ownerId` null: shared. */
export type Answer = {
  id: string
  ownerId: number | null
  createdBy: number
  shortcut: string
  text: string
  fileIds: string[]
}

const columns = sql`q.id, q.owner_id as "ownerId", q.created_by as "createdBy", q.shortcut, q.body as text,
  q.file_ids as "fileIds"`

export async function listAnswers(db: Read, viewer: Viewer): Promise<QuickAnswer[]> {
  const { rows } = await sql<Answer>`select ${columns} from quick_answers q
    where q.account_id = ${viewer.accountId} and (q.owner_id is null or q.owner_id = ${viewer.userId})
    order by q.shortcut, q.owner_id nulls last limit ${sql.lit(2 * mostQuickAnswers)}`.execute(db)
  return toViews(db, viewer, rows)
}

/** One that the viewer has, under its lock. */
export async function lockAnswer(tx: Tx, viewer: Viewer, id: string): Promise<Answer | null> {
  const { rows } = await sql<Answer>`select ${columns} from quick_answers q
    where q.account_id = ${viewer.accountId} and q.id = ${id} and (q.owner_id is null or q.owner_id = ${viewer.userId})
    for update`.execute(tx)
  return rows[0] ?? null
}

export async function countAnswers(tx: Tx, accountId: number, ownerId: number | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from quick_answers
    where account_id = ${accountId} and owner_id is not distinct from ${ownerId}`.execute(tx)
  return rows[0]?.count ?? 0
}

export function mayChange(viewer: Viewer, { ownerId }: Pick<Answer, 'ownerId'>): boolean {
  return ownerId === null ? viewer.mayChangeSettings : ownerId === viewer.userId
}

export async function toView(db: Read, viewer: Viewer, answer: Answer): Promise<QuickAnswer> {
  const [view] = await toViews(db, viewer, [answer])
  if (!view) throw new Error('One row has one view')
  return view
}

async function toViews(db: Read, viewer: Viewer, answers: Answer[]): Promise<QuickAnswer[]> {
  const ids = [...new Set(answers.flatMap((answer) => answer.fileIds))]
  const files = new Map((await findFiles(db, viewer.accountId, ids)).map((file) => [file.id, file]))
  return answers.map((answer) => ({
    id: answer.id,
    isShared: answer.ownerId === null,
    shortcut: answer.shortcut,
    text: answer.text,
    files: answer.fileIds.flatMap((id) => files.get(id) ?? []).map(toFileView),
    canChange: mayChange(viewer, answer),
  }))
}
