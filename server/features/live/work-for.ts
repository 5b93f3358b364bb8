import { sql } from 'kysely'
import { z } from 'zod'
import { entityRef } from '#contract/common'
import type { LiveChange } from '#contract/live'
import { seesCompany, seesContact, seesNamedCard, seesTask, type Viewer } from '#features/access'
import type { Change } from '#lib/changes'
import type { Read } from '#lib/db'

const ofTask = z.object({ taskId: z.int(), wasOf: z.int().optional() })
const ofNote = z.object({ noteId: z.int(), holder: entityRef })

/** What one viewer is told of colleagues' work: tasks and notes that he sees, his own reminders. */
export async function workFor(db: Read, viewer: Viewer, changes: readonly Change[]): Promise<LiveChange[]> {
  return [
    ...(await tasksFor(db, viewer, changes)),
    ...(await notesFor(db, viewer, changes)),
    ...changes.flatMap((change): LiveChange[] => {
      if (change.topic === 'task_types') return [{ topic: 'task_types' }]
      const isMine = change.topic === 'reminder' && change.userId === viewer.userId
      return isMine && change.number !== null ? [{ topic: 'reminder', number: change.number }] : []
    }),
  ]
}

async function tasksFor(db: Read, viewer: Viewer, changes: readonly Change[]): Promise<LiveChange[]> {
  const named = changes.flatMap((change) => {
    const patch = change.topic === 'task' ? ofTask.safeParse(change.patch) : null
    return patch?.success ? [{ change, ...patch.data }] : []
  })
  if (named.length === 0) return []
  const ids = named.map(({ taskId }) => taskId)
  const { rows } = await sql<{ id: number }>`select t.id from tasks t where t.account_id = ${viewer.accountId}
    and t.id = any(${ids}::bigint[]) and ${seesTask(viewer, 't')}`.execute(db)
  const seen = new Set(rows.map(({ id }) => id))
  return named.flatMap(({ change, taskId, wasOf }): LiveChange[] => {
    // Whose it was no longer sees it, perhaps: he looks anew and finds it gone.
    if (!seen.has(taskId) && wasOf !== viewer.userId) return []
    const { cardKind: kind, cardId: id, contactId, companyId } = change
    const card = kind !== null && id !== null ? { kind, id } : null
    return [{ topic: 'task', taskId, card, contactId, companyId }]
  })
}

async function notesFor(db: Read, viewer: Viewer, changes: readonly Change[]): Promise<LiveChange[]> {
  const named = changes.flatMap((change) => {
    const patch = change.topic === 'note' ? ofNote.safeParse(change.patch) : null
    return patch?.success ? [patch.data] : []
  })
  if (named.length === 0) return []
  const holders = named.map(({ holder }) => holder)
  const { rows } = await sql<{ kind: string; id: number }>`
    select h.kind, h.id from jsonb_to_recordset(${JSON.stringify(holders)}::jsonb) as h (kind text, id bigint)
    where case h.kind
      when 'contact' then exists (select from contacts k where k.account_id = ${viewer.accountId} and k.id = h.id and ${seesContact(viewer, 'k')})
      when 'company' then exists (select from companies b where b.account_id = ${viewer.accountId} and b.id = h.id and ${seesCompany(viewer, 'b')})
      else ${seesNamedCard(viewer, sql`h.kind`, sql`h.id`)} end`.execute(db)
  return named
    .filter(({ holder }) => rows.some((row) => row.kind === holder.kind && row.id === holder.id))
    .map((note) => ({ topic: 'note', ...note }))
}
