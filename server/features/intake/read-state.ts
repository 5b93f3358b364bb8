import { sql } from 'kysely'
import type { CardKind } from '#contract/common'
import { stateColumns, type ConversationState } from '#features/conversations'
import type { Tx } from '#lib/db'
import { chatKey, toldSecond, type Arrival } from './arrival.ts'
import type { Made } from './claim-people.ts'
import { freshState } from './fresh-state.ts'
import type {
  ChannelRules,
  KnownAlbum,
  KnownCard,
  KnownChat,
  KnownContact,
  KnownMessage,
  KnownState,
} from './known-state.ts'

type Wanted = {
  channelId: number
  chat: string
  externalId: string | null
  albumKey: string | null
  /** The second it must find its place in. */
  second: Date | null
}

/** Locks the chats and contacts the arrivals belong to, in order, then reads what the rules must know of them. */
export async function readState(
  tx: Tx,
  accountId: number,
  arrivals: Arrival[],
  made: Made,
): Promise<Omit<KnownState, 'authors'>> {
  const fresh = freshState(arrivals, made)
  if (fresh) return { ...fresh, channels: await readChannelsOf(tx, accountId, arrivals) }
  const wanted = JSON.stringify(arrivals.flatMap(wantedOf))
  await lockChatsAndContacts(tx, accountId, wanted)
  const chats = await readChats(tx, accountId, wanted)
  const contacts = await readContacts(
    tx,
    accountId,
    [...new Set(chats.map((chat) => chat.contactId))],
    made.contacts,
  )
  await lockCards(tx, accountId, chats, contacts)
  const messages = await readMessages(tx, accountId, wanted)
  const albums = await readAlbums(tx, accountId, wanted)
  return {
    chats: new Map(chats.map((chat) => [chat.key, chat])),
    contacts: new Map(contacts.map((contact) => [contact.id, contact])),
    messages: new Map(messages.map((message) => [`${message.chatId}/${message.externalId}`, message])),
    sent: await readSent(tx, accountId, arrivals),
    albums: new Map(albums.map((album) => [`${album.chatId}/${album.albumKey}`, album])),
    channels: await readChannelsOf(tx, accountId, arrivals),
  }
}

/** The message itself, and the one it answers. */
function wantedOf(arrival: Arrival): Wanted[] {
  const { item, channelId } = arrival
  const own: Wanted = {
    channelId,
    chat: item.chat,
    externalId: 'externalId' in item ? item.externalId : null,
    albumKey: 'albumKey' in item ? item.albumKey : null,
    second: 'content' in item ? toldSecond(arrival) : null,
  }
  if (!('replyTo' in item) || item.replyTo === null) return [own]
  return [own, { channelId, chat: item.chat, externalId: item.replyTo, albumKey: null, second: null }]
}

async function lockChatsAndContacts(tx: Tx, accountId: number, wanted: string): Promise<void> {
  await sql`
    with h as materialized (
      select c.contact_id from chats c where c.account_id = ${accountId} and (c.channel_id, c.external_chat_id) in (
        select "channelId", chat from jsonb_to_recordset(${wanted}::jsonb) r("channelId" bigint, chat text))
      order by c.id for no key update
    )
    select k.id from contacts k where k.account_id = ${accountId} and k.id in (
      select root.root_id from contacts root where root.account_id = ${accountId} and root.id in (select contact_id from h))
    order by k.id for no key update`.execute(tx)
}

async function readChats(tx: Tx, accountId: number, wanted: string): Promise<KnownChat[]> {
  const { rows } = await sql<{
    id: string
    channelId: number
    externalChatId: string
    contactId: number
    blockedAt: Date | null
    personName: string
    personHandle: string | null
    standing: { at: number; sequence: number; isTold: boolean }[] | null
  }>`
    select c.id, c.channel_id as "channelId", c.external_chat_id as "externalChatId", k.root_id as "contactId",
      c.blocked_at as "blockedAt", c.person_name as "personName", c.person_handle as "personHandle",
      (select jsonb_agg(jsonb_build_object('at', extract(epoch from m.placed_at) * 1000, 'sequence', m.external_seq,
          'isTold', m.actor_kind in ('client', 'outside')))
        from (select distinct s.second from jsonb_to_recordset(${wanted}::jsonb) s("channelId" bigint, chat text, second timestamptz)
          where s."channelId" = c.channel_id and s.chat = c.external_chat_id and s.second is not null) t
        join messages m on m.account_id = c.account_id and m.chat_id = c.id and m.placed_at >= t.second
          and m.placed_at < t.second + interval '1 second') as standing
    from chats c join contacts k on k.account_id = c.account_id and k.id = c.contact_id
    where c.account_id = ${accountId} and (c.channel_id, c.external_chat_id) in (
      select "channelId", chat from jsonb_to_recordset(${wanted}::jsonb) r("channelId" bigint, chat text))`.execute(
    tx,
  )
  const open = await sql<ConversationState & { lastSequence: number | null }>`
    select ${stateColumns('v')}, (select m.external_seq from messages m where m.account_id = v.account_id
      and m.id = v.last_message_id) as "lastSequence" from conversations v where v.account_id = ${accountId} and v.closed_at is null
      and v.chat_id = any(${rows.map((row) => row.id)}::uuid[]) order by v.number for no key update`.execute(
    tx,
  )
  const byChat = new Map(open.rows.map((state) => [state.chatId, state]))
  return rows.map(({ externalChatId, standing, ...row }) => ({
    ...row,
    key: chatKey({ channelId: row.channelId, item: { chat: externalChatId } }),
    open: byChat.get(row.id) ?? null,
    lastSequence: byChat.get(row.id)?.lastSequence ?? 0,
    standing: standing?.map((each) => ({ ...each, at: new Date(each.at) })) ?? [],
  }))
}

type CardColumns = {
  cards: number
  openKind: CardKind | null
  openId: number | null
  openResponsible: number | null
  anyKind: CardKind | null
  anyId: number | null
  anyResponsible: number | null
}

async function readContacts(
  tx: Tx,
  accountId: number,
  ids: number[],
  made: Set<number>,
): Promise<KnownContact[]> {
  const { rows } = await sql<CardColumns & Omit<KnownContact, 'hasCard' | 'latestOpen' | 'latest' | 'isNew'>>`
    select k.id, k.name, k.name_source as "nameSource", k.responsible_user_id as "responsibleUserId",
      coalesce(stand.id, u.id) as "actingUserId", k.blocked_at is not null as "isBlocked",
      t.cards, t."openKind", t."openId", t."openResponsible", t."anyKind", t."anyId", t."anyResponsible"
    from contacts k
    left join users u on u.account_id = k.account_id and u.id = k.responsible_user_id and u.status = 'active'
    left join users stand on stand.account_id = u.account_id and stand.id = u.substitute_id and u.away_until > now()
      and stand.status = 'active'
    cross join lateral (
      select count(*)::int as cards,
        (array_agg(d.kind order by d.created_at desc, d.id desc) filter (where s.kind in ('incoming', 'normal')))[1] as "openKind",
        (array_agg(d.id order by d.created_at desc, d.id desc) filter (where s.kind in ('incoming', 'normal')))[1] as "openId",
        (array_agg(d.responsible_user_id order by d.created_at desc, d.id desc) filter (where s.kind in ('incoming', 'normal')))[1] as "openResponsible",
        (array_agg(d.kind order by d.created_at desc, d.id desc))[1] as "anyKind",
        (array_agg(d.id order by d.created_at desc, d.id desc))[1] as "anyId",
        (array_agg(d.responsible_user_id order by d.created_at desc, d.id desc))[1] as "anyResponsible"
      from contacts kin
      join card_contacts cc on cc.account_id = kin.account_id and cc.contact_id = kin.id
      join cards d on d.account_id = cc.account_id and d.kind = cc.card_kind and d.id = cc.card_id and d.deleted_at is null
      join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
      where kin.account_id = k.account_id and kin.root_id = k.id
    ) t
    where k.account_id = ${accountId} and k.id = any(${ids}::bigint[])`.execute(tx)
  return rows.map(({ cards, openKind, openId, openResponsible, anyKind, anyId, anyResponsible, ...row }) => ({
    ...row,
    isNew: made.has(row.id),
    hasCard: cards > 0,
    latestOpen: cardOf(openKind, openId, openResponsible),
    latest: cardOf(anyKind, anyId, anyResponsible),
  }))
}

function cardOf(
  kind: CardKind | null,
  id: number | null,
  responsibleUserId: number | null,
): KnownCard | null {
  return kind === null || id === null ? null : { kind, id, responsibleUserId }
}

/** Locks the cards that conversations may be attached to, and takes their responsible from the locked rows. */
async function lockCards(
  tx: Tx,
  accountId: number,
  chats: KnownChat[],
  contacts: KnownContact[],
): Promise<void> {
  const opening = new Set(chats.filter((chat) => chat.open === null).map((chat) => chat.contactId))
  const cards = contacts
    .filter((contact) => opening.has(contact.id))
    .flatMap((contact) => [contact.latestOpen, contact.latest].filter((card) => card !== null))
  if (cards.length === 0) return
  // In the order of all locks: customers before deals, each by id.
  for (const kind of ['customer', 'deal'] as const) {
    const ofKind = cards.filter((card) => card.kind === kind)
    if (ofKind.length === 0) continue
    const { rows } = await sql<{ id: number; responsibleUserId: number | null }>`
      select id, responsible_user_id as "responsibleUserId" from ${sql.table(kind === 'deal' ? 'deals' : 'customers')}
      where account_id = ${accountId} and id = any(${ofKind.map((card) => card.id)}::bigint[]) order by id for no key update`.execute(
      tx,
    )
    const responsible = new Map(rows.map((row) => [row.id, row.responsibleUserId]))
    for (const card of ofKind) card.responsibleUserId = responsible.get(card.id) ?? null
  }
}

async function readMessages(tx: Tx, accountId: number, wanted: string): Promise<KnownMessage[]> {
  const { rows } = await sql<KnownMessage>`
    select p.message_id as "messageId", p.chat_id as "chatId", m.number, p.external_id as "externalId", m.body, m.direction,
      m.edited_at as "editedAt", coalesce((m.extra->>'awaitsOriginal')::boolean, false) as "awaitsOriginal",
      (select count(*)::int from message_revisions r where r.account_id = m.account_id and r.message_id = m.id) as revisions
    from jsonb_to_recordset(${wanted}::jsonb) r("channelId" bigint, chat text, "externalId" text)
    join chats c on c.account_id = ${accountId} and c.channel_id = r."channelId" and c.external_chat_id = r.chat
    join message_parts p on p.account_id = c.account_id and p.chat_id = c.id and p.external_id = r."externalId"
    join messages m on m.account_id = p.account_id and m.id = p.message_id`.execute(tx)
  return rows
}

async function readAlbums(tx: Tx, accountId: number, wanted: string): Promise<KnownAlbum[]> {
  if (!wanted.includes('"albumKey":"')) return []
  const { rows } = await sql<KnownAlbum>`
    select distinct m.chat_id as "chatId", m.album_key as "albumKey", m.id as "messageId", m.body <> '' as "hasText",
      (select count(*)::int from message_parts p where p.account_id = m.account_id and p.message_id = m.id) as parts,
      (select count(*)::int from attachments t where t.account_id = m.account_id and t.message_id = m.id) as attachments
    from jsonb_to_recordset(${wanted}::jsonb) r("channelId" bigint, chat text, "albumKey" text)
    join chats c on c.account_id = ${accountId} and c.channel_id = r."channelId" and c.external_chat_id = r.chat
    join messages m on m.account_id = c.account_id and m.chat_id = c.id and m.album_key = r."albumKey"`.execute(
    tx,
  )
  return rows
}

/** Parts of ours that the messenger may be telling back. */
async function readSent(tx: Tx, accountId: number, arrivals: Arrival[]): Promise<KnownState['sent']> {
  const told = arrivals.flatMap(({ item, channelId }) =>
    item.kind === 'outside' && item.sendId !== null ? [{ channelId, sendId: item.sendId }] : [],
  )
  if (told.length === 0) return new Map()
  const { rows } = await sql<{ channelId: number; sendId: number; messageId: string; position: number }>`
    select p.channel_id as "channelId", p.send_id as "sendId", p.message_id as "messageId", p.position
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) r("channelId" bigint, "sendId" int)
    join message_parts p on p.account_id = ${accountId} and p.channel_id = r."channelId" and p.send_id = r."sendId"`.execute(
    tx,
  )
  return new Map(rows.map(({ channelId, sendId, ...part }) => [`${channelId}:${sendId}`, part]))
}

async function readChannelsOf(
  tx: Tx,
  accountId: number,
  arrivals: Arrival[],
): Promise<Map<number, ChannelRules>> {
  const ids = [...new Set(arrivals.map((arrival) => arrival.channelId))]
  const { rows } = await sql<ChannelRules>`
    select h.id, h.kind, p.id as "pipelineId", s.id as "stageId", coalesce(stand.id, u.id) as "responsibleUserId",
      coalesce(a.settings->>'newConversationRule', 'latest_open') as rule
    from channels h
    join accounts a on a.id = h.account_id
    cross join lateral (
      select p.id from pipelines p where p.account_id = h.account_id and p.kind = 'deal'
      order by (p.id = h.pipeline_id) desc nulls last, p.is_main desc, p.position limit 1
    ) p
    cross join lateral (
      select s.id from stages s where s.account_id = h.account_id and s.pipeline_id = p.id and s.kind = 'normal'
      order by s.position limit 1
    ) s
    left join users u on u.account_id = h.account_id and u.id = h.responsible_user_id and u.status = 'active'
    left join users stand on stand.account_id = u.account_id and stand.id = u.substitute_id and u.away_until > now()
      and stand.status = 'active'
    where h.account_id = ${accountId} and h.id = any(${ids}::bigint[])`.execute(tx)
  return new Map(rows.map((channel) => [channel.id, channel]))
}
