import { sql } from 'kysely'
import type { Principal } from '#contract/participants'
import type { Viewer } from '#features/access'
import { holdCard } from '#features/cards'
import { findAttachable, type StoredFile } from '#features/files'
import { notify } from '#features/notifications'
import { addParticipants, listCardUsers, requirePrincipals } from '#features/participants'
import type { Tx } from '#lib/db'
import { AppError, idTaken } from '#lib/errors'
import { change, emit } from '#lib/events'
import { listMembers, lockChat, requireChat, subjectOf, thingOf, type Chat } from './require-chat.ts'
import { dropDraft } from './save-draft.ts'
import { insertMessage, type NewMessage } from './write-message.ts'

export type InternalSending = {
  id: string
  chatId: string
  text: string
  fileIds: string[]
  recipients: Principal[]
  replyToId: string | null
}

/**
 * Writes to colleagues (S2, S3): the message, whom it names, those and its author taking part in the card, and a notification for
 * everybody who takes part, in one transaction. A repeat of the same id changes nothing.
 */
export async function sendInternal(
  tx: Tx,
  viewer: Viewer,
  sending: InternalSending,
  now: Date,
): Promise<void> {
  const { accountId, userId } = viewer
  let chat = await lockChat(tx, viewer, sending.chatId)
  if (await isRepeat(tx, viewer, sending)) return
  if (chat.card) {
    await holdCard(tx, accountId, chat.card)
    chat = await requireChat(tx, viewer, chat.id)
  }
  const files = await readContent(tx, viewer, chat, sending)
  // Time never goes back in a chat, whatever the clocks of several nodes say.
  const at = now < chat.lastAt ? chat.lastAt : now
  const message: NewMessage = { ...sending, text: sending.text.trim(), seq: chat.lastSeq + 1, at }
  await insertMessage(tx, viewer, message)
  await dropDraft(tx, viewer, chat.id)
  if (chat.card) {
    const principals: Principal[] = [{ kind: 'user', id: userId }, ...sending.recipients]
    await addParticipants(tx, { accountId, card: chat.card, principals, byUserId: userId }, at)
  }
  const told = await whomToTell(tx, viewer, chat)
  if (chat.card && told.length === 0 && sending.recipients.length === 0)
    throw new AppError('internal.no_recipients')
  const named = new Set(await listNamed(tx, accountId, sending.recipients))
  const notice = {
    accountId,
    subject: subjectOf(chat.id),
    card: chat.card,
    thingId: thingOf(chat.id, sending.id),
    byUserId: userId,
    text: message.text === '' ? (files[0]?.name ?? '') : message.text,
    at,
  }
  const mentioned = told.filter((id) => named.has(id))
  const others = told.filter((id) => !named.has(id))
  if (mentioned.length > 0) await notify(tx, { ...notice, kind: 'mention', userIds: mentioned })
  if (others.length > 0) await notify(tx, { ...notice, kind: 'internal', userIds: others })
  await tellOf(tx, viewer, chat, message)
}

async function isRepeat(tx: Tx, viewer: Viewer, sending: InternalSending): Promise<boolean> {
  const { rows } = await sql<{ isSame: boolean }>`
    select chat_id = ${sending.chatId}::uuid and author_user_id = ${viewer.userId} as "isSame" from internal_messages
    where account_id = ${viewer.accountId} and id = ${sending.id}`.execute(tx)
  if (rows[0]?.isSame === false) throw idTaken()
  return rows.length > 0
}

/** Throws what the message would be refused with. */
async function readContent(
  tx: Tx,
  viewer: Viewer,
  chat: Chat,
  { text, fileIds, recipients, replyToId }: InternalSending,
): Promise<StoredFile[]> {
  if (text.trim() === '' && fileIds.length === 0) throw new AppError('message.empty')
  if (!chat.card && recipients.length > 0) throw invalid('recipients', 'not_here', 'only in a card')
  await requirePrincipals(tx, viewer.accountId, recipients)
  const files = await findAttachable(tx, viewer, fileIds)
  const missing = fileIds.find((id) => !files.some((file) => file.id === id))
  if (missing !== undefined) throw new AppError('file.not_found', { fileId: missing })
  if (replyToId !== null) {
    const { rows } = await sql`select from internal_messages where account_id = ${viewer.accountId}
      and id = ${replyToId} and chat_id = ${chat.id} and deleted_at is null`.execute(tx)
    if (rows.length === 0) throw new AppError('internal.message_not_found')
  }
  return files
}

/** Everybody else who takes part: those whom the message names are among them by now. */
async function whomToTell(tx: Tx, { accountId, userId }: Viewer, chat: Chat): Promise<number[]> {
  const all = chat.card
    ? await listCardUsers(tx, accountId, chat.card)
    : await listMembers(tx, accountId, chat.id)
  return all.filter((id) => id !== userId)
}

/** Whom a message names, by himself or by his group. */
async function listNamed(tx: Tx, accountId: number, recipients: readonly Principal[]): Promise<number[]> {
  if (recipients.length === 0) return []
  const idsOf = (kind: Principal['kind']): number[] =>
    recipients.flatMap((each) => (each.kind === kind ? [each.id] : []))
  const { rows } = await sql<{ id: number }>`select id from users where account_id = ${accountId}
    and (id = any(${idsOf('user')}::bigint[]) or group_id = any(${idsOf('group')}::bigint[]))`.execute(tx)
  return rows.map(({ id }) => id)
}

/** What happens in a card is a fact of it; what two colleagues say to each other is nobody's but theirs. */
async function tellOf(tx: Tx, { accountId, userId }: Viewer, chat: Chat, message: NewMessage): Promise<void> {
  if (chat.card) {
    await emit(tx, {
      accountId,
      card: chat.card,
      type: 'internal.sent',
      actor: { kind: 'user', id: userId },
      road: 'hand',
      subject: { kind: 'internal_chat', id: chat.id },
      after: { internalMessageId: message.id },
      at: message.at,
    })
  }
  const patch = { chatId: chat.id, messageId: message.id, isNew: true }
  await change(tx, { accountId, topic: 'internal.message', card: chat.card, patch })
}

function invalid(path: string, problem: string, message: string): AppError {
  return new AppError('request.invalid', { fields: [{ path, problem, message }] })
}
