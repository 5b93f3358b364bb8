import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { Viewer } from '#features/access'
import { seesConversation } from '#features/access'
import type { Tx } from '#lib/db'

/** What answers for a conversation: its card, or without one its contact; and who does. */
export type Holder = {
  holder: CardRef | { kind: 'contact'; id: number }
  responsibleUserId: number | null
}

/** Null when the viewer does not see the conversation. */
export async function findHolder(tx: Tx, viewer: Viewer, number: number): Promise<Holder | null> {
  const { rows } = await sql<Holder>`
    select jsonb_build_object('kind', coalesce(v.card_kind, 'contact'), 'id', coalesce(v.card_id, k.root_id)) as holder,
      v.responsible_user_id as "responsibleUserId"
    from conversations v join contacts k on k.account_id = v.account_id and k.id = v.contact_id
    where v.account_id = ${viewer.accountId} and v.number = ${number} and ${seesConversation(viewer, 'v')}`.execute(
    tx,
  )
  return rows[0] ?? null
}
