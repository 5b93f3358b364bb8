import { sql, type RawBuilder } from 'kysely'
import type { ActorKind } from '#contract/common'
import type { AttachmentKind, DeliveryState } from '#contract/messages'
import type { Read } from '#lib/db'
import { pageClauses, toPage, type Found, type Page } from '../page.ts'
import { unix } from '../unix.ts'

export type TalkMessageRow = {
  id: string
  direction: 'in' | 'out'
  unsupported: string | null
  actor_kind: ActorKind
  actor_id: number | null
  actor_name: string | null
  text: string
  state: DeliveryState | null
  created_at: number
  attachments: { kind: AttachmentKind; name: string; file_id: string | null }[]
}

/** One page of the messages of a conversation, which the caller has made sure may be seen. */
export async function listTalkMessages(
  db: Read,
  accountId: number,
  number: number,
  page: Page,
  conditions: RawBuilder<unknown>[],
): Promise<Found<TalkMessageRow>> {
  const clauses = pageClauses(page)
  const all = [
    sql`m.account_id = ${accountId} and m.number = ${number}`,
    ...conditions,
    ...clauses.conditions,
  ]
  const { rows } = await sql<TalkMessageRow & { place: string }>`
    select m.id, m.direction, m.unsupported, m.actor_kind, case when m.actor_kind = 'client' then k.id when m.actor_kind <> 'outside' then m.actor_id end as actor_id,
      case when m.actor_kind = 'client' then k.name else u.name end as actor_name, m.body as text, m.state,
      ${unix(sql`m.placed_at`)} as created_at, m.place,
      coalesce((select jsonb_agg(jsonb_build_object('kind', t.kind, 'name', t.name, 'file_id', t.file_id) order by t.position)
        from attachments t where m.has_attachments and t.account_id = m.account_id and t.message_id = m.id), '[]') as attachments
    from (
      select m.*, ${clauses.place} as place, row_number() over (order by ${clauses.orderBy}) as ord from messages m
      where ${sql.join(all, sql` and `)} order by ${clauses.orderBy} ${clauses.limit}
    ) m
    join chats c on c.account_id = m.account_id and c.id = m.chat_id
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join users u on m.actor_kind in ('user', 'api') and u.account_id = m.account_id and u.id = m.actor_id
    order by m.ord`.execute(db)
  return toPage(rows, page)
}
