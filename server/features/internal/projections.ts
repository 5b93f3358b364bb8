import type { Projection } from '#lib/projections'

/** What chats of colleagues keep beside their rows. */
export const projections: Projection[] = [
  {
    what: 'newest message of a chat of colleagues',
    wrong: `
      select c.account_id, c.id, c.last_seq as kept, m.seq as counted
      from internal_chats c cross join lateral (select coalesce(max(seq), 0) as seq from internal_messages m
        where m.account_id = c.account_id and m.chat_id = c.id) m
      where c.last_seq <> m.seq`,
  },
]
