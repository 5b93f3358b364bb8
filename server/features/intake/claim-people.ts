import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { uuidv7 } from '#lib/crypto'
import { bringsPerson, chatKey, type Arrival } from './arrival.ts'
import { startHashOf } from './start-links.ts'

type Claim = {
  kind: string
  scope: string
  externalId: string
  name: string
  handle: string | null
  channelId: number
  chat: string
  chatId: string
  /** Hash of what a start link of ours brought along. */
  startHash: string | null
}

export type Made = { contacts: Set<number>; chats: MadeChat[] }
export type MadeChat = {
  id: string
  channelId: number
  chat: string
  contactId: number
  name: string
  handle: string | null
}

const mostTries = 5

/**
 * Makes sure that every person who writes has a contact and every chat a row. The unique keys of identities and chats decide
 * between transactions that meet the same new person at the same instant: one makes it, the others wait and find it. Who comes
 * by a start link is the contact it was made for; it binds one person once.
 * @returns the contacts and chats made here: until the commit nobody else can touch them.
 */
export async function claimPeople(tx: Tx, accountId: number, arrivals: Arrival[]): Promise<Made> {
  const claims = claimsOf(arrivals)
  const made: Made = { contacts: new Set(), chats: [] }
  for (let attempt = 1; claims.length > 0; attempt += 1) {
    const missing = await claim(tx, accountId, claims, made)
    if (missing === 0) break
    if (attempt === mostTries) throw new Error(`${missing} chats could not be claimed`)
  }
  return made
}

function claimsOf(arrivals: Arrival[]): Claim[] {
  const claims = new Map<string, Claim>()
  for (const arrival of arrivals) {
    if (!bringsPerson(arrival) || !('person' in arrival.item) || claims.has(chatKey(arrival))) continue
    const { person, chat } = arrival.item
    claims.set(chatKey(arrival), {
      kind: arrival.channelKind,
      scope: person.scope === 'channel' ? String(arrival.channelId) : '',
      externalId: person.externalId,
      name: person.name,
      handle: person.handle,
      channelId: arrival.channelId,
      chat,
      chatId: uuidv7(),
      startHash: startHashOf('source' in arrival.item ? arrival.item.source : null),
    })
  }
  return [...claims.values()]
}

/** One attempt; the new rows are made in the order of their keys, so that two batches cannot wait for each other. */
async function claim(tx: Tx, accountId: number, claims: Claim[], made: Made): Promise<number> {
  const { rows } = await sql<{ contacts: number[]; chats: MadeChat[]; missing: number }>`
    with i as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) r(kind text, scope text, "externalId" text, name text,
        handle text, "channelId" bigint, chat text, "chatId" uuid, "startHash" text)
    ), people as materialized (
      select distinct on (i.kind, i.scope, i."externalId") i.*, n.contact_id as known from i
      left join contact_identities n on n.account_id = ${accountId} and n.kind = i.kind and n.scope = i.scope
        and n.external_id = i."externalId"
      order by i.kind, i.scope, i."externalId"
    ), links as (
      update start_links s set used_at = now(), chat_id = met.chat_id from (
        select distinct on (l.token_hash) l.token_hash, l.contact_id, p.kind, p.scope, p."externalId", coalesce(c.id, p."chatId") as chat_id
        from people p
        cross join lateral (
          (select o.token_hash, o.contact_id from start_links o where o.account_id = ${accountId} and o.token_hash = p."startHash"
            and o.channel_id = p."channelId" and o.used_at is null and o.expires_at > now())
          union all
          (select o.token_hash, o.contact_id from start_links o where o.account_id = ${accountId} and o.channel_id = p."channelId"
            and o.met_external_id = p.chat and o.used_at is null and o.expires_at > now() order by o.at desc limit 1)
          limit 1
        ) l
        left join chats c on c.account_id = ${accountId} and c.channel_id = p."channelId" and c.external_chat_id = p.chat
        order by l.token_hash, p.kind, p.scope, p."externalId"
      ) met
      join contacts asked on asked.account_id = ${accountId} and asked.id = met.contact_id
      join contacts root on root.account_id = ${accountId} and root.id = asked.root_id and root.deleted_at is null
      where s.account_id = ${accountId} and s.token_hash = met.token_hash and s.used_at is null
      returning met.kind, met.scope, met."externalId", root.id as root_id
    ), fresh as materialized (
      select people.*, links.root_id as bound, coalesce(links.root_id, nextval('contact_ids')) as contact_id from people
      left join links on links.kind = people.kind and links.scope = people.scope and links."externalId" = people."externalId"
      where people.known is null
    ), identities as (
      insert into contact_identities (account_id, kind, scope, external_id, contact_id, handle)
      select ${accountId}, kind, scope, "externalId", contact_id, handle from fresh order by kind, scope, "externalId"
      on conflict do nothing returning kind, scope, external_id, contact_id
    ), new_contacts as (
      insert into contacts (account_id, id, root_id, name, name_source)
      select ${accountId}, f.contact_id, f.contact_id, f.name, 'messenger' from fresh f join identities using (contact_id)
      where f.bound is null
      returning id
    ), owners as (
      select kind, scope, "externalId" as external_id, known as contact_id from people where known is not null
      union all select kind, scope, external_id, contact_id from identities
    ), new_chats as (
      insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name, person_handle)
      select ${accountId}, i."chatId", i."channelId", i.chat, w.contact_id, i.name, i.handle
      from i join owners w on w.kind = i.kind and w.scope = i.scope and w.external_id = i."externalId"
      where not exists (select from chats c where c.account_id = ${accountId} and c.channel_id = i."channelId" and c.external_chat_id = i.chat)
      order by i."channelId", i.chat
      on conflict do nothing returning id, channel_id, external_chat_id, contact_id, person_name, person_handle
    ), found as (
      select count(*) as n from i where exists (select from chats c where c.account_id = ${accountId}
        and c.channel_id = i."channelId" and c.external_chat_id = i.chat)
        or exists (select from new_chats c where c.channel_id = i."channelId" and c.external_chat_id = i.chat)
    )
    select (select count(*) from i) - found.n as missing,
      coalesce((select jsonb_agg(id) from new_contacts), '[]') as contacts,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'channelId', channel_id, 'chat', external_chat_id, 'contactId', contact_id,
        'name', person_name, 'handle', person_handle)) from new_chats), '[]') as chats
    from found`.execute(tx)
  const [row] = rows
  for (const id of row?.contacts ?? []) made.contacts.add(id)
  made.chats.push(...(row?.chats ?? []))
  return row?.missing ?? 0
}
