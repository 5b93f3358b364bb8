import type { Projection } from '#lib/projections'
import { worstFirst } from './message-state.ts'

const ranked = `array[${worstFirst.map((state) => `'${state}'`).join(', ')}]`

/** What messages keep beside their rows (the stars of the migrations), and how it follows from them. */
export const projections: Projection[] = [
  {
    what: 'state of a message',
    wrong: `
      select m.account_id, m.id, m.state as kept, (${ranked})[p.worst] as counted
      from messages m cross join lateral (
        select min(array_position(${ranked}, p.state)) as worst from message_parts p
        where p.account_id = m.account_id and p.message_id = m.id) p
      where m.direction = 'out' and m.state is distinct from (${ranked})[p.worst]`,
  },
  {
    what: 'files of a message',
    wrong: `
      select m.account_id, m.id, m.has_attachments as kept, t.has as counted
      from messages m cross join lateral (
        select exists (select from attachments t where t.account_id = m.account_id and t.message_id = m.id) as has) t
      where m.has_attachments <> t.has`,
  },
  {
    what: 'conversation of a message',
    wrong: `
      select m.account_id, m.id, m.number as kept, v.number as counted from messages m
      left join conversations v on v.account_id = m.account_id and v.number = m.number and v.chat_id = m.chat_id
      where m.number is not null and v.number is null`,
  },
  {
    what: 'chats with something to send',
    wrong: `
      select p.account_id, p.chat_id as id, 'not in the outbox' as kept, 'parts to send: ' || count(*) as counted
      from message_parts p left join outbox o on o.account_id = p.account_id and o.chat_id = p.chat_id
      where p.state = 'queued' group by p.account_id, p.chat_id having count(o.chat_id) = 0`,
  },
  {
    what: 'place in the thread of what is queued',
    wrong: `
      select p.account_id, p.message_id as id, p.placed_at as kept, m.placed_at as counted
      from message_parts p join messages m on m.account_id = p.account_id and m.id = p.message_id
      where p.state = 'queued' and p.placed_at is distinct from m.placed_at`,
  },
]
