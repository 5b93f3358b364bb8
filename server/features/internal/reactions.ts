import { sql } from 'kysely'
import type { Change } from '#lib/changes'
import type { Tx } from '#lib/db'
import type { Reactions } from '#lib/reactions'
import { joinCardChats } from './join-card-chats.ts'

/** Colleagues' words of an incoming lead go to the card that it was joined to. */
export const reactions: Reactions = {
  'incoming_lead.linked': async (tx, changes) => {
    for (const change of changes) await follow(tx, change)
  },
}

async function follow(tx: Tx, { accountId, eventId, cardKind, cardId }: Change): Promise<void> {
  if (cardKind === null || cardId === null) return
  const { rows } = await sql<{ id: number }>`select subject_id::bigint as id from events
    where account_id = ${accountId} and id = ${eventId} and subject_kind = 'deal'`.execute(tx)
  const [lead] = rows
  if (!lead) return
  await joinCardChats(tx, {
    accountId,
    from: { kind: 'deal', id: lead.id },
    to: { kind: cardKind, id: cardId },
  })
}
