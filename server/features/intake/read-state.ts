import { sql } from 'kysely'
import {
  actingJoins,
  cardsOf,
  lockTurns,
  readChannelRules,
  toContactCards,
  type CardColumns,
  type ChannelRules,
  type Turns,
} from '#features/conversation-rules'
import { stateColumns, type ConversationState } from '#features/conversations'
import type { Tx } from '#lib/db'
import { chatKey, toldSecond, type Arrival } from './arrival.ts'
import type { Made } from './claim-people.ts'
import { freshState } from './fresh-state.ts'
import type { KnownAlbum, KnownChat, KnownContact, KnownMessage, KnownState } from './known-state.ts'
import { awaitsFirstReply } from './first-reply.ts'

type Wanted = {
  channelId: number
  chat: string
  externalId: string | null
  albumKey: string | null
  /** The second it must find its place in. */
  second: Date | null
}

/**
 * Locks the chats and contacts the arrivals belong to, in order, then reads what the rules must know of them. Of a receipt they know
 * its chat and no more: receipts are the most of what comes, and often all of a batch.
 */
export async function readState(
  tx: Tx,
  accountId: number,
  arrivals: Arrival[],
  made: Made,
): Promise<Omit<KnownState, 'authors' | 'limits'>> {
  const fresh = freshState(arrivals, made)
  const channels = await readChannelRules(tx, accountId, [...new Set(arrivals.map((one) => one.channelId))])
  if (fresh) {
    const turns = await lockTurnsFor(tx, accountId, [...fresh.chats.values()], channels)
    return { ...fresh, channels, turns }
  }
  const told = arrivals.filter(({ item }) => item.kind !== 'receipt')
  const toldChats = new Set(told.map(chatKey))
  const all = JSON.stringify(arrivals.flatMap(wantedOf))
  await lockChatsAndContacts(tx, accountId, all)
  const chats = await readChats(tx, accountId, all, toldChats)
  if (told.length === 0) return { ...noState(), channels, chats: byKey(chats) }
  const wanted = JSON.stringify(told.flatMap(wantedOf))
  const contacts = await readContacts(
    tx,
    accountId,
    [...new Set(chats.flatMap((chat) => (toldChats.has(chat.key) ? [chat.contactId] : [])))],
    made.contacts,
  )
  const opening = chats.filter(
    (chat) => toldChats.has(chat.key) && (chat.open === null || awaitsFirstReply(chat, channels)),
  )
  await lockCards(tx, accountId, opening, contacts)
  const turns = await lockTurnsFor(tx, accountId, opening, channels)
  const messages = await readMessages(tx, accountId, wanted)
  const albums = await readAlbums(tx, accountId, wanted)
  return {
    chats: byKey(chats),
    contacts: new Map(contacts.map((contact) => [contact.id, contact])),
    messages: new Map(messages.map((message) => [`${message.chatId}/${message.externalId}`, message])),
    sent: await readSent(tx, accountId, arrivals),
    albums: new Map(albums.map((album) => [`${album.chatId}/${album.albumKey}`, album])),
    channels,
    turns,
  }
}

const byKey = (chats: KnownChat[]): KnownState['chats'] => new Map(chats.map((chat) => [chat.key, chat]))

function noState(): Omit<KnownState, 'authors' | 'limits' | 'channels' | 'chats'> {
  return { contacts: new Map(), messages: new Map(), sent: new Map(), albums: new Map(), turns: new Map() }
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

/** `told`: the chats of whose open conversations something is to be known. */
async function readChats(
  tx: Tx,
  accountId: number,
  wanted: string,
  told: ReadonlySet<string>,
): Promise<KnownChat[]> {
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
  const keyed = rows.map(({ externalChatId, ...row }) => ({
    ...row,
    key: chatKey({ channelId: row.channelId, item: { chat: externalChatId } }),
  }))
  const open = await lockOpen(
    tx,
    accountId,
    keyed.flatMap(({ id, key }) => (told.has(key) ? [id] : [])),
  )
  return keyed.map(({ standing, ...row }) => ({
    ...row,
    open: open.get(row.id) ?? null,
    isOpenedByUs: open.get(row.id)?.isOpenedByUs ?? false,
    lastSequence: open.get(row.id)?.lastSequence ?? 0,
    standing: standing?.map((each) => ({ ...each, at: new Date(each.at) })) ?? [],
  }))
}

type OpenState = ConversationState & { lastSequence: number | null; isOpenedByUs: boolean }

/** The open conversations of these chats, by chat. */
async function lockOpen(tx: Tx, accountId: number, chatIds: string[]): Promise<Map<string, OpenState>> {
  if (chatIds.length === 0) return new Map()
  const { rows } = await sql<OpenState>`
    select ${stateColumns('v')}, v.opened_way = 'out' as "isOpenedByUs", (select m.external_seq from messages m where m.account_id = v.account_id
      and m.id = v.last_message_id) as "lastSequence" from conversations v where v.account_id = ${accountId} and v.closed_at is null
      and v.chat_id = any(${chatIds}::uuid[]) order by v.number for no key update`.execute(tx)
  return new Map(rows.map((state) => [state.chatId, state]))
}

async function readContacts(
  tx: Tx,
  accountId: number,
  ids: number[],
  made: Set<number>,
): Promise<KnownContact[]> {
  type Row = CardColumns &
    Pick<KnownContact, 'id' | 'name' | 'nameSource' | 'responsibleUserId' | 'actingUserId' | 'isBlocked'>
  const { rows } = await sql<Row>`
    select k.id, k.name, k.name_source as "nameSource", k.responsible_user_id as "responsibleUserId",
      coalesce(stand.id, u.id) as "actingUserId", k.blocked_at is not null as "isBlocked",
      t.cards, t."openKind", t."openId", t."openResponsible", t."anyKind", t."anyId", t."anyResponsible"
    from contacts k ${actingJoins} cross join lateral ${cardsOf('k')} t
    where k.account_id = ${accountId} and k.id = any(${ids}::bigint[])`.execute(tx)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    nameSource: row.nameSource,
    responsibleUserId: row.responsibleUserId,
    actingUserId: row.actingUserId,
    isBlocked: row.isBlocked,
    isNew: made.has(row.id),
    awaitsResponsible: false,
    ...toContactCards(row),
  }))
}

/** Locks the cards that conversations may be attached to, and takes their responsible from the locked rows. */
async function lockCards(
  tx: Tx,
  accountId: number,
  opening: KnownChat[],
  contacts: KnownContact[],
): Promise<void> {
  const ids = new Set(opening.map((chat) => chat.contactId))
  const cards = contacts
    .filter((contact) => ids.has(contact.id))
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

/** Locks whose turn it is in the groups whose people a deal may be given to. */
async function lockTurnsFor(
  tx: Tx,
  accountId: number,
  opening: KnownChat[],
  channels: Map<number, ChannelRules>,
): Promise<Map<number, Turns>> {
  const groups = opening.flatMap(({ channelId }) => {
    const channel = channels.get(channelId)
    return channel?.responsibleRule === 'round_robin' && channel.groupId !== null ? [channel.groupId] : []
  })
  const turns = await lockTurns(tx, accountId, [...new Set(groups)])
  return new Map(turns.map((one) => [one.groupId, one]))
}
