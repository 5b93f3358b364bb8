import type { EntityRef } from '#contract/common'
import type { EventType } from '#contract/events'
import type { Viewer } from '#features/access'
import { entityTarget } from '#features/cards'
import type { Tx } from '#lib/db'
import { change, emit } from '#lib/events'

/** The fact of what became of a note, without its words, and its live change. */
export async function tellNote(
  tx: Tx,
  { accountId, userId }: Viewer,
  note: { id: number; holder: EntityRef },
  type: EventType,
  now: Date,
): Promise<void> {
  const about = { accountId, ...entityTarget(note.holder) }
  await emit(tx, {
    ...about,
    type,
    actor: { kind: 'user', id: userId },
    road: 'hand',
    subject: { kind: 'note', id: note.id },
    after: { noteId: note.id, holder: note.holder },
    at: now,
  })
  await change(tx, { ...about, topic: 'note', patch: { noteId: note.id, holder: note.holder } })
}
