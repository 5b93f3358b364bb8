import type { Projection } from '#lib/projections'

/** What the search keeps of messages. What changed within the last minutes may be on its way; an account that is being filled, too. */
export const projections: Projection[] = [
  {
    what: 'search of messages (search rebuild makes it anew)',
    wrong: `
      select m.account_id, m.id, s.chat_id::text as kept, case when m.deleted_at is null then m.chat_id::text end as counted
      from messages m join search_accounts a on a.account_id = m.account_id and a.is_filled
      left join message_search s on s.account_id = m.account_id and s.message_id = m.id
      where s.chat_id is distinct from case when m.deleted_at is null then m.chat_id end
        and greatest(m.received_at, m.edited_at, m.deleted_at) < now() - interval '5 minutes'`,
  },
  {
    what: 'search of accounts',
    wrong: `
      select m.account_id, m.account_id as id, null::text as kept, 'messages'::text as counted
      from (select distinct account_id from messages where received_at < now() - interval '5 minutes') m
      where not exists (select from search_accounts a where a.account_id = m.account_id)`,
  },
]
