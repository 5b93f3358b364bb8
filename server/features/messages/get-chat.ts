import { sql } from 'kysely'
import type { ChannelView } from '#contract/channels'
import type { ChatView } from '#contract/messages'
import { seesChat, type Viewer } from '#features/access'
import { capabilitiesOf } from '#features/channels'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { findDraft } from './save-draft.ts'
import { cannotWriteReason } from './send-message.ts'

type Row = {
  id: string
  channelId: number
  kind: ChannelView['kind']
  channelName: string
  channelState: string
  pausedAt: Date | null
  isDisconnected: boolean
  contactId: number
  contactName: string
  openNumber: number | null
  blockedAt: Date | null
  lastMessageId: string | null
  waitsUntil: Date | null
}

/** The chat as the composer needs it. */
export async function getChat(db: Read, viewer: Viewer, chatId: string): Promise<ChatView> {
  const { rows } = await sql<Row>`
    select c.id, h.id as "channelId", h.kind, h.name as "channelName", coalesce(x.state, 'working') as "channelState",
      h.paused_at as "pausedAt", h.disconnected_at is not null as "isDisconnected", k.id as "contactId", k.name as "contactName", c.open_number as "openNumber",
      c.blocked_at as "blockedAt",
      (select m.id from messages m where m.account_id = c.account_id and m.chat_id = c.id
        order by m.placed_at desc, m.external_seq desc, m.id desc limit 1) as "lastMessageId",
      (select greatest(o.due_at, x.paused_until) from outbox o where o.account_id = c.account_id and o.chat_id = c.id
        and greatest(o.due_at, x.paused_until) > now()) as "waitsUntil"
    from chats c
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join channel_health x on x.account_id = h.account_id and x.channel_id = h.id
    where c.account_id = ${viewer.accountId} and c.id = ${chatId} and ${seesChat(viewer, 'c')}`.execute(db)
  const row = rows[0]
  if (!row) throw new AppError('chat.not_found')
  return {
    id: row.id,
    channel: {
      id: row.channelId,
      kind: row.kind,
      name: row.channelName,
      state: row.isDisconnected ? 'disconnected' : row.channelState,
      pausedAt: row.pausedAt?.toISOString() ?? null,
      capabilities: capabilitiesOf(row.kind),
    },
    contact: { id: row.contactId, name: row.contactName },
    openNumber: row.openNumber,
    cannotWrite: cannotWriteReason(row, viewer),
    draft: await findDraft(db, viewer, chatId),
    lastMessageId: row.lastMessageId,
    waitsUntil: row.waitsUntil?.toISOString() ?? null,
  }
}
