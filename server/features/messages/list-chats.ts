import { sql } from 'kysely'
import type { ChannelKind } from '#contract/channels'
import type { ChatChoice } from '#contract/forwards'
import { seesChat, seesConversation, type Viewer } from '#features/access'
import { capabilitiesOf } from '#features/channels'
import { contactMatches, readContactSearch } from '#features/contacts'
import type { Read } from '#lib/db'
import { cannotWriteReason } from './send-message.ts'

type Row = {
  id: string
  channelId: number
  kind: ChannelKind
  channelName: string
  channelState: string
  isDisconnected: boolean
  contactId: number
  contactName: string
  blockedAt: Date | null
  lastAt: Date | null
}

const mostChats = 30
/** Several conversations of one chat count once, so a few more are looked at. */
const mostLookedAt = 60

/** Chats to choose from, the latest first: those with an open conversation, or those of the contacts that match. */
export async function listChats(db: Read, viewer: Viewer, search: string): Promise<ChatChoice[]> {
  const { accountId } = viewer
  const wanted = await readContactSearch(db, accountId, 'contact', search)
  const ids =
    wanted === null
      ? latest(viewer)
      : sql`
    select c.id from chats c join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    where c.account_id = ${accountId} and own.root_id in (
      select k.id from contacts k where k.account_id = ${accountId} and k.id = k.root_id and k.deleted_at is null
        and ${contactMatches(accountId, 'contact', wanted)} order by k.updated_at desc, k.id desc limit ${sql.lit(mostLookedAt)})`
  const { rows } = await sql<Row>`
    select c.id, h.id as "channelId", h.kind, h.name as "channelName", coalesce(x.state, 'working') as "channelState",
      h.disconnected_at is not null as "isDisconnected", k.id as "contactId", k.name as "contactName", c.blocked_at as "blockedAt",
      (select v.last_message_at from conversations v where v.account_id = c.account_id and v.chat_id = c.id
        order by v.number desc limit 1) as "lastAt"
    from chats c
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join channel_health x on x.account_id = h.account_id and x.channel_id = h.id
    where c.account_id = ${accountId} and c.id in (${ids}) and ${seesChat(viewer, 'c')}
    order by "lastAt" desc nulls last, c.id limit ${sql.lit(mostChats)}`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    channel: {
      id: row.channelId,
      kind: row.kind,
      name: row.channelName,
      capabilities: capabilitiesOf(row.kind),
    },
    contact: { id: row.contactId, name: row.contactName },
    cannotWrite: cannotWriteReason(row, viewer),
    lastAt: row.lastAt?.toISOString() ?? null,
  }))
}

const latest = (viewer: Viewer) => sql`
  select v.chat_id from conversations v where v.account_id = ${viewer.accountId} and v.closed_at is null
    and ${seesConversation(viewer, 'v')} order by v.last_message_at desc, v.number desc limit ${sql.lit(mostLookedAt)}`
