import { sql } from 'kysely'
import { keepTurns } from '#features/conversation-rules'
import { keepAnswered, readConversation } from '#features/conversations'
import {
  confirmSent,
  failAfterwards,
  moveDeliveries,
  setClientReactions,
  writeMessages,
} from '#features/messages'
import type { Tx } from '#lib/db'
import type { ArrivalPlan } from './arrival-plan.ts'
import { addPhones } from './add-phones.ts'
import { answerPressJob } from './answer-press.ts'
import { fetchAttachmentJob } from './fetch-attachment.ts'
import { outside } from './planning.ts'

/** Writes a plan; what opens conversations comes last, since it raises the account's counter. */
export async function applyPlan(tx: Tx, plan: ArrivalPlan, now: Date): Promise<void> {
  const accountId = plan.writes.accountId
  await writeKeys(tx, accountId, plan.keys)
  await writePeople(tx, accountId, plan)
  await keepTurns(tx, accountId, plan.turns)
  await writeEdits(tx, accountId, plan)
  await writeFates(tx, accountId, plan, now)
  await fetchAttachmentJob(tx, accountId, plan.fetches)
  await answerPressJob(tx, accountId, plan.presses)
  const numbers = hasWrites(plan) ? await writeMessages(tx, plan.writes) : []
  await writeAfterwards(tx, accountId, plan, numbers)
  await writeEarlyAnswers(tx, plan, numbers)
}

/** What the messenger tells of messages that left. */
async function writeFates(tx: Tx, accountId: number, plan: ArrivalPlan, now: Date): Promise<void> {
  for (const { chatId, ...echo } of plan.echoes) await confirmSent(tx, { accountId, chatId }, echo)
  await moveDeliveries(tx, accountId, plan.receipts)
  for (const { chatId, channelId, ...failure } of plan.failures)
    await failAfterwards(tx, { accountId, chatId, channelId }, { ...failure, now })
  for (const reactions of plan.reactions) await setClientReactions(tx, accountId, reactions)
  for (const { before, messageId, opening, at } of plan.answers)
    if (opening === null) await keepAnswered(tx, before, { messageId, by: outside, now: at })
}

function hasWrites({ writes }: ArrivalPlan): boolean {
  return [
    writes.messages,
    writes.openings,
    writes.conversations,
    writes.facts,
    writes.parts,
    writes.liveChanges,
  ].some((list) => list.length > 0)
}

async function writeKeys(tx: Tx, accountId: number, keys: ArrivalPlan['keys']): Promise<void> {
  if (keys.length === 0) return
  const rows = keys.map((key) => ({ account_id: accountId, channel_id: key.channelId, key: key.key }))
  await tx.insertInto('inbound_keys').values(rows).execute()
}

async function writePeople(tx: Tx, accountId: number, plan: ArrivalPlan): Promise<void> {
  for (const person of plan.persons) {
    await sql`update chats set person_name = ${person.name}, person_handle = ${person.handle}
      where account_id = ${accountId} and id = ${person.chatId}`.execute(tx)
    if (!person.renamesContact) continue
    await sql`update contacts set name = ${person.name}, updated_at = now()
      where account_id = ${accountId} and id = ${person.contactId} and name_source = 'messenger'`.execute(tx)
  }
  for (const block of plan.chatBlocks) {
    await sql`update chats set blocked_at = ${block.blockedAt} where account_id = ${accountId} and id = ${block.chatId}`.execute(
      tx,
    )
  }
  for (const one of plan.responsibles) {
    await sql`update contacts set responsible_user_id = ${one.userId} where account_id = ${accountId} and id = ${one.contactId}`.execute(
      tx,
    )
  }
  for (const one of plan.sources) {
    await sql`update contacts set source = ${JSON.stringify(one.source)}::jsonb || source
      where account_id = ${accountId} and id = ${one.contactId}`.execute(tx)
  }
  await addPhones(tx, accountId, plan.phones)
}

async function writeEdits(tx: Tx, accountId: number, plan: ArrivalPlan): Promise<void> {
  for (const edit of plan.edits) {
    await sql`insert into message_revisions (account_id, message_id, revision, body, entities, at)
      select account_id, id, ${edit.revision}, body, entities, ${edit.at} from messages
      where account_id = ${accountId} and id = ${edit.messageId}`.execute(tx)
    await sql`update messages set body = ${edit.body}, entities = nullif(${JSON.stringify(edit.entities)}::jsonb, '[]'),
      edited_at = ${edit.editedAt} where account_id = ${accountId} and id = ${edit.messageId}`.execute(tx)
  }
}

/** What changes messages that the big statement has just made. */
async function writeAfterwards(
  tx: Tx,
  accountId: number,
  plan: ArrivalPlan,
  numbers: number[],
): Promise<void> {
  for (const album of plan.albums) {
    await sql`update messages set has_attachments = true where account_id = ${accountId} and id = ${album}`.execute(
      tx,
    )
  }
  for (const text of plan.albumTexts) {
    await sql`update messages set body = ${text.body}, entities = nullif(${JSON.stringify(text.entities)}::jsonb, '[]')
      where account_id = ${accountId} and id = ${text.messageId}`.execute(tx)
  }
  for (const messageId of plan.awaitingOriginals) {
    await sql`update messages set extra = '{"awaitsOriginal": true}' where account_id = ${accountId} and id = ${messageId}`.execute(
      tx,
    )
  }
  for (const adoption of plan.adoptions) {
    const number = adoption.number ?? numbers[(adoption.opening ?? 0) - 1] ?? null
    await sql`update messages set extra = null, number = coalesce(number, ${number})
      where account_id = ${accountId} and id = ${adoption.messageId}`.execute(tx)
  }
}

/** A client's message and its answer came together: the wait between them is kept once its conversation has a number. */
async function writeEarlyAnswers(
  tx: Tx,
  { answers, writes: { accountId } }: ArrivalPlan,
  numbers: number[],
): Promise<void> {
  for (const { before, messageId, opening, at } of answers) {
    if (opening === null) continue
    const opened = await readConversation(tx, accountId, numbers[opening - 1] ?? 0)
    if (!opened) throw new Error('A conversation that was opened here is not there')
    const { number, card } = opened
    await keepAnswered(tx, { ...before, number, card }, { messageId, by: outside, now: at })
  }
}
