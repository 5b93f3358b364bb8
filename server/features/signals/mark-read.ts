import { sql } from 'kysely'
import { z } from 'zod'
import { inTransaction, type Read } from '#lib/db'
import { change } from '#lib/events'
import type { SignalDeps } from './signal-deps.ts'

export const readMarkSchema = z.object({ accountId: z.int(), chatId: z.uuid(), upTo: z.uuid() })
type ReadMark = z.output<typeof readMarkSchema>

type Place = { channelId: number; chat: string; externalId: string; messageId: string }

/** Tells the messenger up to where its client was read. A mark never goes back, and none is told twice. */
export async function markRead(deps: SignalDeps, mark: ReadMark): Promise<void> {
  const place = await findPlace(deps.db, mark)
  const channel = place && (await deps.connect(mark.accountId, place.channelId))
  const tell = channel?.messenger.actions.markRead
  if (!place || !channel || !tell || channel.isPaused) return
  await tell(channel.connection, { chat: place.chat, externalId: place.externalId })
  const { accountId, chatId } = mark
  await inTransaction(deps.db, async (tx) => {
    await tx
      .updateTable('chats')
      .set({ marked_read_id: place.messageId })
      .where('account_id', '=', accountId)
      .where('id', '=', chatId)
      .execute()
    await change(tx, { accountId, topic: 'read_mark', chatId, messageId: place.messageId })
  })
}

/** The client's last message up to there. A pressed button stands in the thread, but is no message of the messenger. */
async function findPlace(db: Read, { accountId, chatId, upTo }: ReadMark): Promise<Place | null> {
  const { rows } = await sql<Place>`
    select c.channel_id as "channelId", c.external_chat_id as chat, p.external_id as "externalId", m.id as "messageId"
    from chats c
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id and k.blocked_at is null
    join messages u on u.account_id = c.account_id and u.id = ${upTo} and u.chat_id = c.id
    cross join lateral (
      select m.id, m.placed_at, m.external_seq from messages m
      where m.account_id = c.account_id and m.chat_id = c.id and m.direction = 'in' and m.unsupported is distinct from 'button'
        and (m.placed_at, m.external_seq, m.id) <= (u.placed_at, u.external_seq, u.id)
      order by m.placed_at desc, m.external_seq desc, m.id desc limit 1
    ) m
    cross join lateral (
      select p.external_id from message_parts p where p.account_id = c.account_id and p.message_id = m.id
        and p.external_id is not null order by p.position desc limit 1
    ) p
    left join messages told on told.account_id = c.account_id and told.id = c.marked_read_id
    where c.account_id = ${accountId} and c.id = ${chatId} and c.blocked_at is null
      and (told.id is null or (told.placed_at, told.external_seq, told.id) < (m.placed_at, m.external_seq, m.id))`.execute(
    db,
  )
  return rows[0] ?? null
}
