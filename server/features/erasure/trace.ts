import { sql } from 'kysely'
import type { Language } from '#contract/common'
import type { Read } from '#lib/db'
import type { PersonTrace } from '#lib/personal-data'

const erasedNames: Record<Language, string> = { ru: 'Стёртый контакт', en: 'Erased contact' }

/** Finds everything by which the rows of a person are found. `contactId`: the root of its merges. */
export async function traceOf(db: Read, accountId: number, contactId: number): Promise<PersonTrace> {
  const { rows } = await sql<
    Omit<PersonTrace, 'accountId' | 'fileIds' | 'erasedName'> & { language: Language }
  >`
    with kin as materialized (
      select id, name from contacts where account_id = ${accountId} and root_id = ${contactId}
    ), of_chats as materialized (
      select c.id, c.external_chat_id, c.person_name, c.person_handle from chats c
      where c.account_id = ${accountId} and c.contact_id in (select id from kin)
    ), own as materialized (
      select cc.card_kind, cc.card_id from card_contacts cc where cc.account_id = ${accountId} and cc.contact_id in (select id from kin)
        and not exists (
          select from card_contacts other join contacts k on k.account_id = other.account_id and k.id = other.contact_id
            and k.deleted_at is null
          where other.account_id = cc.account_id and other.card_kind = cc.card_kind and other.card_id = cc.card_id
            and other.contact_id not in (select id from kin))
    ), names as (
      select name as mark from kin union select person_name from of_chats
    ), ids as (
      select person_handle as mark from of_chats union select external_chat_id from of_chats
      union select external_id from contact_identities where account_id = ${accountId} and contact_id in (select id from kin)
      union select handle from contact_identities where account_id = ${accountId} and contact_id in (select id from kin)
      union select normal from contact_points where account_id = ${accountId} and contact_id in (select id from kin)
      union select shown from contact_points where account_id = ${accountId} and contact_id in (select id from kin)
    )
    select a.language,
      to_json(array(select id from kin order by 1)) as "contactIds", array(select id from of_chats order by 1) as "chatIds",
      to_json(array(select v.number from conversations v where v.account_id = ${accountId}
        and v.chat_id in (select id from of_chats) order by 1)) as numbers,
      to_json(array(select card_id from own where card_kind = 'deal' order by 1)) as "dealIds",
      to_json(array(select card_id from own where card_kind = 'customer' order by 1)) as "customerIds",
      array(select mark from names where length(mark) > 1) as names,
      array(select mark from ids where length(mark) > 1) as ids
    from accounts a where a.id = ${accountId}`.execute(db)
  const [found] = rows
  if (!found) throw new Error('There is no such account')
  const { language, ...trace } = found
  const whole = { accountId, ...trace, fileIds: [], erasedName: erasedNames[language] }
  return { ...whole, fileIds: await filesOf(db, whole) }
}

/** Files that nothing but this person's chats and cards needs. */
async function filesOf(db: Read, trace: PersonTrace): Promise<string[]> {
  const { accountId, chatIds, contactIds, dealIds, customerIds } = trace
  const isHisNote = sql<boolean>`(n.entity_kind = 'contact' and n.entity_id = any(${contactIds}::bigint[])
    or n.entity_kind = 'deal' and n.entity_id = any(${dealIds}::bigint[])
    or n.entity_kind = 'customer' and n.entity_id = any(${customerIds}::bigint[]))`
  const isHisTeam = sql<boolean>`(c.card_kind = 'deal' and c.card_id = any(${dealIds}::bigint[])
    or c.card_kind = 'customer' and c.card_id = any(${customerIds}::bigint[]))`
  const { rows } = await sql<{ id: string }>`
    with his as (
      select a.file_id as id from messages m join attachments a on a.account_id = m.account_id and a.message_id = m.id
        where m.account_id = ${accountId} and m.chat_id = any(${chatIds}::uuid[]) and m.has_attachments
      union select avatar_file_id from contacts where account_id = ${accountId} and id = any(${contactIds}::bigint[])
      union select unnest(file_ids) from scheduled_messages where account_id = ${accountId} and chat_id = any(${chatIds}::uuid[])
      union select unnest(file_ids) from drafts where account_id = ${accountId} and chat_id = any(${chatIds}::uuid[])
      union select unnest(n.file_ids) from notes n where n.account_id = ${accountId} and ${isHisNote}
      union select a.file_id from internal_chats c
        join internal_messages m on m.account_id = c.account_id and m.chat_id = c.id
        join internal_attachments a on a.account_id = m.account_id and a.message_id = m.id
        where c.account_id = ${accountId} and ${isHisTeam}
      union select v.file_id from chats c join visitor_files v on v.account_id = c.account_id and v.channel_id = c.channel_id
        and v.visitor = c.external_chat_id where c.account_id = ${accountId} and c.id = any(${chatIds}::uuid[])
    )
    select f.id from his join files f on f.account_id = ${accountId} and f.id = his.id
    where not exists (select from attachments a join messages m on m.account_id = a.account_id and m.id = a.message_id
        where a.account_id = f.account_id and a.file_id = f.id and m.chat_id <> all(${chatIds}::uuid[]))
      and not exists (select from internal_attachments a join internal_messages m on m.account_id = a.account_id and m.id = a.message_id
        join internal_chats c on c.account_id = m.account_id and c.id = m.chat_id
        where a.account_id = f.account_id and a.file_id = f.id and (c.card_id is null or not ${isHisTeam}))
      and not exists (select from notes n where n.account_id = f.account_id and n.file_ids @> array[f.id] and n.file_ids <> '{}'
        and n.deleted_at is null and not ${isHisNote})
      and not exists (select from quick_answers q where q.account_id = f.account_id and q.file_ids @> array[f.id])
    order by 1`.execute(db)
  return rows.map(({ id }) => id)
}
