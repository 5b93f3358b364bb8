import { sql } from 'kysely'
import type { ActionResult, Connection, Messenger } from '#channels/channel'
import { lockChat } from '#features/conversations'
import { inTransaction, type Read, type Tx } from '#lib/db'
import { change, emit } from '#lib/events'
import type { MessengerJobDeps } from './jobs.ts'
import { findLeft, type LeftMessage } from './left-parts.ts'

type Asked = { kind: 'edit' | 'deletion'; text: string | null; asked_by: number; asked_at: Date }
type Which = { accountId: number; messageId: string }

/**
 * Does in the messenger what was asked of a message that has left, then here: what colleagues see is what the client sees. All
 * of it may be done again without harm. A refusal stays with the message for whoever asked.
 */
export async function changeInMessenger(deps: MessengerJobDeps, which: Which): Promise<void> {
  const asked = await findAsked(deps.db, which)
  const left = asked && (await findLeft(deps.db, which.accountId, which.messageId))
  if (!asked || !left) return
  const channel = await deps.connect(which.accountId, left.channelId)
  if (channel?.isPaused) throw new Error('The channel is on hold')
  const result: ActionResult = channel
    ? await perform(channel, left, asked)
    : { outcome: 'refused', code: 'channel_disconnected', detail: '' }
  if (result.outcome === 'unknown') throw new Error('The messenger did not say whether it made the change')
  const now = deps.clock()
  await inTransaction(deps.db, async (tx) => {
    await lockChat(tx, which.accountId, left.chatId)
    if (!(await isStillAsked(tx, which, asked))) return
    if (result.outcome === 'done') await keep(tx, which, left, asked, now)
    else await keepRefusal(tx, which, result.code)
    const { number, chatId } = left
    await change(tx, {
      accountId: which.accountId,
      topic: 'message.changed',
      number,
      chatId,
      messageId: which.messageId,
    })
  })
}

async function perform(
  { messenger, connection }: { messenger: Messenger; connection: Connection },
  left: LeftMessage,
  asked: Asked,
): Promise<ActionResult> {
  const { edit, remove } = messenger.actions
  const target = (externalId: string): { chat: string; externalId: string } => ({
    chat: left.externalChatId,
    externalId,
  })
  const cannot: ActionResult = { outcome: 'refused', code: 'refused', detail: '' }
  if (asked.kind === 'edit') {
    const part = textPartOf(left)
    if (!edit || !part) return cannot
    const text = { text: asked.text ?? '', entities: [], isCaption: part.hasFiles }
    return edit(connection, target(part.externalId), text)
  }
  if (!remove) return cannot
  for (const part of left.parts) {
    const result = await remove(connection, target(part.externalId))
    if (result.outcome !== 'done') return result
  }
  return { outcome: 'done' }
}

function textPartOf({ parts }: LeftMessage): LeftMessage['parts'][number] | undefined {
  return parts.find((part) => part.text !== '') ?? parts[0]
}

async function findAsked(db: Read, { accountId, messageId }: Which): Promise<Asked | null> {
  const row = await db
    .selectFrom('message_changes')
    .select(['kind', 'text', 'asked_by', 'asked_at'])
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .where('refused_code', 'is', null)
    .executeTakeFirst()
  return row ? { ...row, kind: row.kind === 'edit' ? 'edit' : 'deletion' } : null
}

/** Something else may have been asked while the messenger was called; its own job follows. */
async function isStillAsked(tx: Tx, which: Which, asked: Asked): Promise<boolean> {
  const now = await findAsked(tx, which)
  return now !== null && now.kind === asked.kind && now.text === asked.text
}

async function keep(tx: Tx, which: Which, left: LeftMessage, asked: Asked, now: Date): Promise<void> {
  const { accountId, messageId } = which
  await forget(tx, which)
  if (asked.kind === 'edit') {
    await sql`insert into message_revisions (account_id, message_id, revision, body, entities, at)
      select account_id, id, 1 + (select count(*) from message_revisions r where r.account_id = m.account_id and r.message_id = m.id),
        body, entities, ${now} from messages m where account_id = ${accountId} and id = ${messageId}`.execute(
      tx,
    )
    await sql`update messages set body = ${asked.text}, entities = null, edited_at = ${now}
      where account_id = ${accountId} and id = ${messageId}`.execute(tx)
    await sql`update message_parts set sent_text = ${asked.text} where account_id = ${accountId} and message_id = ${messageId}
      and position = ${textPartOf(left)?.position ?? 0}`.execute(tx)
  } else {
    await sql`update messages set deleted_at = ${now}, deleted_by = ${asked.asked_by}
      where account_id = ${accountId} and id = ${messageId}`.execute(tx)
  }
  const { chatId, channelId, contactId, number, cardKind, cardId } = left
  await emit(tx, {
    accountId,
    type: asked.kind === 'edit' ? 'message.edited' : 'message.deleted',
    actor: { kind: 'user', id: asked.asked_by },
    road: 'hand',
    subject: { kind: 'chat', id: chatId },
    number,
    chatId,
    messageId,
    contactId,
    card: cardKind !== null && cardId !== null ? { kind: cardKind, id: cardId } : null,
    channelId,
    at: now,
  })
}

async function keepRefusal(tx: Tx, { accountId, messageId }: Which, code: string): Promise<void> {
  await tx
    .updateTable('message_changes')
    .set({ refused_code: code })
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .execute()
}

async function forget(tx: Tx, { accountId, messageId }: Which): Promise<void> {
  await tx
    .deleteFrom('message_changes')
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .execute()
}
