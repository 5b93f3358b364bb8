import type { Projection } from '#lib/projections'

/** What conversations keep beside their rows (the stars of the migrations), and how it follows from them. */
export const projections: Projection[] = [
  {
    what: 'open conversation of a chat',
    wrong: `
      select c.account_id, c.id, c.open_number as kept, v.number as counted from chats c
      left join conversations v on v.account_id = c.account_id and v.chat_id = c.id and v.closed_at is null
      where c.open_number is distinct from v.number`,
  },
  {
    what: 'end of a conversation',
    wrong: `
      select v.account_id, v.number as id, v.closed_at as kept, c.at as counted from conversations v
      left join closures c on c.account_id = v.account_id and c.number = v.number
      where v.closed_at is distinct from c.at
        or v.closed_at is not null and (v.read_at is null or v.waiting_since is not null)`,
  },
  {
    what: 'unread messages of a conversation',
    wrong: `
      select v.account_id, v.number as id, v.unread as kept, case when v.read_at is null then m.incoming else 0 end as counted
      from conversations v cross join lateral (
        select count(*)::int as incoming from messages m
        where m.account_id = v.account_id and m.number = v.number and m.direction = 'in') m
      where case when v.read_at is null then v.unread > m.incoming else v.unread <> 0 end`,
  },
  {
    what: 'waiting of a client',
    wrong: `
      select v.account_id, v.number as id, v.waiting_since as kept, case when m.incoming > 0 then 'a wait' end as counted
      from conversations v cross join lateral (
        select count(*) filter (where m.direction = 'in') as incoming from messages m
        where m.account_id = v.account_id and m.number = v.number) m
      cross join lateral (
        select count(*) filter (where w.restored_at is null) as ended from waiting_periods w
        where w.account_id = v.account_id and w.number = v.number) w
      where v.waiting_since is not null and m.incoming = 0
        or v.waiting_since is null and m.incoming > 0 and w.ended = 0 and not exists (
          select from chats c join contacts k on k.account_id = c.account_id and k.id = c.contact_id
          where c.account_id = v.account_id and c.id = v.chat_id and k.blocked_at is not null)`,
  },
  {
    what: 'response time exceeded',
    wrong: `
      select account_id, number as id, missed_at as kept, due_at as counted from waits
      where missed_at is not null and due_at is null or missed_at is null and due_at < ended_at`,
  },
  {
    what: 'last message of a conversation',
    wrong: `
      select v.account_id, v.number as id, (v.last_message_id, v.last_message_at) as kept, (m.id, m.placed_at) as counted
      from conversations v left join lateral (
        select m.id, m.placed_at from messages m where m.account_id = v.account_id and m.number = v.number
        order by m.placed_at desc, m.external_seq desc, m.id desc limit 1) m on true
      where v.last_message_id is distinct from m.id or v.last_message_at <> m.placed_at`,
  },
  {
    what: 'first message of a closed conversation',
    wrong: `
      select v.account_id, v.number as id, v.first_message_at as kept, m.placed_at as counted
      from conversations v cross join lateral (
        select m.placed_at from messages m where m.account_id = v.account_id and m.number = v.number order by m.placed_at limit 1) m
      where v.closed_at is not null and v.first_message_at > m.placed_at`,
  },
  {
    what: 'last incoming message of a conversation',
    wrong: `
      select v.account_id, v.number as id, v.last_incoming_id as kept, m.some as counted
      from conversations v cross join lateral (
        select (array_agg(m.id))[1] as some, bool_or(m.id = v.last_incoming_id) as is_known from messages m
        where m.account_id = v.account_id and m.number = v.number and m.direction = 'in') m
      where (v.last_incoming_id is null) <> (m.some is null) or m.is_known = false`,
  },
  {
    what: 'last answer of a conversation',
    wrong: `
      select v.account_id, v.number as id, v.last_answer_id as kept, m.some as counted
      from conversations v cross join lateral (
        select (array_agg(m.id))[1] as some, bool_or(m.id = v.last_answer_id) as is_known from messages m
        where m.account_id = v.account_id and m.number = v.number and m.direction = 'out' and m.actor_kind <> 'system') m
      where (v.last_answer_id is null) <> (m.some is null) or m.is_known = false`,
  },
  {
    what: 'responsible of a conversation',
    wrong: `
      select v.account_id, v.number as id, (v.responsible_user_id, v.contact_responsible_user_id) as kept,
        (r.responsible, r.contact_responsible) as counted
      from conversations v
      join contacts own on own.account_id = v.account_id and own.id = v.contact_id
      join contacts k on k.account_id = own.account_id and k.id = own.root_id
      left join cards d on d.account_id = v.account_id and d.kind = v.card_kind and d.id = v.card_id
      cross join lateral (
        select case when d.id is null then k.responsible_user_id else d.responsible_user_id end as responsible,
          k.responsible_user_id as contact_responsible) r
      where v.closed_at is null and (v.responsible_user_id is distinct from r.responsible
        or v.contact_responsible_user_id is distinct from r.contact_responsible)`,
  },
  {
    what: 'counters of ImBox',
    wrong: `
      select coalesce(c.account_id, v.account_id) as account_id,
        concat_ws('/', coalesce(c.card_kind, v.card_kind), coalesce(c.responsible_user_id, v.responsible),
          coalesce(c.contact_responsible_user_id, v.contact_responsible)) as id,
        (c.open, c.unread, c.unanswered) as kept, (v.open, v.unread, v.unanswered) as counted
      from inbox_counts c
      full join (
        select account_id, coalesce(card_kind, '') as card_kind, coalesce(responsible_user_id, 0) as responsible,
          coalesce(contact_responsible_user_id, 0) as contact_responsible, count(*)::int as open,
          (count(*) filter (where read_at is null))::int as unread,
          (count(*) filter (where waiting_since is not null))::int as unanswered
        from conversations where closed_at is null group by 1, 2, 3, 4
      ) v on v.account_id = c.account_id and v.card_kind = c.card_kind and v.responsible = c.responsible_user_id
        and v.contact_responsible = c.contact_responsible_user_id
      where coalesce(c.open, 0) <> coalesce(v.open, 0) or coalesce(c.unread, 0) <> coalesce(v.unread, 0)
        or coalesce(c.unanswered, 0) <> coalesce(v.unanswered, 0)`,
  },
  {
    what: 'conversations of a card',
    wrong: `
      select d.account_id, d.kind || ' ' || d.id as id, (d.conversations, d.unread_conversations) as kept, (v.n, v.unread) as counted
      from cards d cross join lateral (
        select count(*)::int as n, (count(*) filter (where v.read_at is null and v.closed_at is null))::int as unread
        from conversations v where v.account_id = d.account_id and v.card_kind = d.kind and v.card_id = d.id) v
      where d.conversations <> v.n or d.unread_conversations <> v.unread`,
  },
  {
    what: 'number of the newest conversation',
    wrong: `
      select c.account_id, c.kind as id, c.value as kept, v.newest as counted from account_counters c
      cross join lateral (
        select coalesce(max(number), 0) as newest from conversations v where v.account_id = c.account_id) v
      where c.kind = 'conversation' and c.value <> v.newest`,
  },
]
