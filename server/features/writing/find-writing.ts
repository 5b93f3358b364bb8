import { sql } from 'kysely'
import type { ChannelKind } from '#contract/channels'
import type { WritingView } from '#contract/writing'
import { seesChat, seesContact, seesConversation, seesNamedCard, type Viewer } from '#features/access'
import { cannotWriteReason } from '#features/messages'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'

type Contact = WritingView['contact']

/** The contact (of a merged one, the one it was merged into), seen by itself or through a card of it; throws `contact.not_found`. */
export async function getWritable(db: Read, viewer: Viewer, contactId: number): Promise<Contact> {
  const { rows } = await sql<Contact>`
    select k.id, k.name from contacts asked
    join contacts k on k.account_id = asked.account_id and k.id = asked.root_id
    where asked.account_id = ${viewer.accountId} and asked.id = ${contactId} and k.deleted_at is null and (
      ${seesContact(viewer, 'k')} or exists (
        select from contacts kin
        join card_contacts cc on cc.account_id = kin.account_id and cc.contact_id = kin.id
        where kin.account_id = k.account_id and kin.root_id = k.id
          and ${seesNamedCard(viewer, sql`cc.card_kind`, sql`cc.card_id`)}))`.execute(db)
  if (!rows[0]) throw new AppError('contact.not_found')
  return rows[0]
}

type ChatRow = {
  id: string
  channelId: number
  kind: ChannelKind
  channelName: string
  handle: string | null
  isPaused: boolean
  isDisconnected: boolean
  channelState: string
  blockedAt: Date | null
  openNumber: number | null
  lastNumber: number | null
  lastMessageAt: Date | null
}

export async function findWriting(db: Read, viewer: Viewer, contactId: number): Promise<WritingView> {
  const contact = await getWritable(db, viewer, contactId)
  const chats = await listChats(db, viewer, contact.id)
  return {
    contact,
    chats: chats.map((chat) => ({
      id: chat.id,
      channel: { id: chat.channelId, kind: chat.kind, name: chat.channelName, isPaused: chat.isPaused },
      handle: chat.handle,
      openNumber: chat.openNumber,
      lastNumber: chat.lastNumber,
      lastMessageAt: chat.lastMessageAt?.toISOString() ?? null,
      cannotWrite: cannotWriteReason(chat, viewer),
    })),
    others: await listOthers(db, viewer, contact.id),
  }
}

async function listChats(db: Read, viewer: Viewer, contactId: number): Promise<ChatRow[]> {
  const { rows } = await sql<ChatRow>`
    select c.id, h.id as "channelId", h.kind, h.name as "channelName", c.person_handle as handle,
      h.paused_at is not null as "isPaused", h.disconnected_at is not null as "isDisconnected",
      coalesce(x.state, 'working') as "channelState", c.blocked_at as "blockedAt", v."openNumber", v."lastNumber", v."lastMessageAt"
    from contacts kin
    join chats c on c.account_id = kin.account_id and c.contact_id = kin.id and ${seesChat(viewer, 'c')}
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    left join channel_health x on x.account_id = h.account_id and x.channel_id = h.id
    cross join lateral (
      select min(v.number) filter (where v.closed_at is null) as "openNumber", max(v.number) as "lastNumber",
        max(v.last_message_at) as "lastMessageAt"
      from conversations v where v.account_id = c.account_id and v.chat_id = c.id and ${seesConversation(viewer, 'v')}
    ) v
    where kin.account_id = ${viewer.accountId} and kin.root_id = ${contactId}
    order by v."lastMessageAt" desc nulls last, c.created_at, c.id`.execute(db)
  return rows
}

type OtherRow = {
  id: number
  kind: ChannelKind
  name: string
  isPaused: boolean
  handle: string | null
  state: string
}

/** Channels that work and in which the contact has no chat, whether one may see it or not. */
async function listOthers(db: Read, viewer: Viewer, contactId: number): Promise<WritingView['others']> {
  const { rows } = await sql<OtherRow>`
    select h.id, h.kind, h.name, h.paused_at is not null as "isPaused", h.handle, coalesce(x.state, 'working') as state
    from channels h left join channel_health x on x.account_id = h.account_id and x.channel_id = h.id
    where h.account_id = ${viewer.accountId} and h.disconnected_at is null and not exists (
      select from contacts kin join chats c on c.account_id = kin.account_id and c.contact_id = kin.id and c.channel_id = h.id
      where kin.account_id = h.account_id and kin.root_id = ${contactId})
    order by h.created_at, h.id`.execute(db)
  return rows.map(({ handle, state, ...channel }) => ({
    ...channel,
    obstacle: obstacleOf({ ...channel, handle, state }, viewer),
  }))
}

/** Why no link of ours starts a chat in this channel; null when one does. */
export function obstacleOf(
  channel: Pick<OtherRow, 'kind' | 'handle' | 'state'>,
  viewer: Viewer,
): WritingView['others'][number]['obstacle'] {
  if (channel.kind === 'website') return 'visitor_first'
  if (!viewer.answersClients) return 'no_right'
  if (channel.state === 'token_revoked') return 'token_revoked'
  return channel.handle === null ? 'no_address' : null
}
