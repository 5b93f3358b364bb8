import type { EventType } from '#contract/events'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { change, emit } from '#lib/events'
import type { TaskPlace } from './find-place.ts'

type Told = TaskPlace & { id: number }
type Difference = {
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** Who was its responsible: it may go out of his sight. */
  wasOf?: number
}

/** The fact of what became of a task, and its live change. */
export async function tellTask(
  tx: Tx,
  viewer: Pick<Viewer, 'accountId' | 'userId'>,
  task: Told,
  type: EventType,
  { before, after, wasOf }: Difference,
  now: Date,
): Promise<void> {
  const { accountId, userId } = viewer
  const { card, contactId, companyId } = task
  const about = { accountId, card, contactId, companyId }
  await emit(tx, {
    ...about,
    type,
    actor: { kind: 'user', id: userId },
    road: 'hand',
    subject: { kind: 'task', id: task.id },
    before: before ?? null,
    after: { taskId: task.id, ...after },
    at: now,
  })
  await change(tx, {
    ...about,
    topic: 'task',
    patch: { taskId: task.id, ...(wasOf !== undefined && { wasOf }) },
  })
}
