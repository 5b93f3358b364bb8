import { closeConversation, dismissConversation, readConversation } from '#contract/conversations'
import { changeDeal } from '#contract/deals'
import { listLossReasons, listPipelines, type PipelineView } from '#contract/pipelines'
import { uploadFile } from '#contract/files'
import { sendMessage } from '#contract/messages'
import { uuidv7 } from '#lib/crypto'
import type { Caller } from '#lib/http/route'
import { makeFile, type Client } from './clients.ts'
import type { Doors } from './doors.ts'
import type { FileKind } from './topics.ts'

/** A client's chat as it stands now. */
export type ChatPlace = {
  chatId: string
  contactId: number
  number: number | null
  dealId: number | null
  isNewDeal: boolean
}

export async function findPlace(doors: Doors, accountId: number, client: Client): Promise<ChatPlace> {
  const row = await doors.database.db
    .selectFrom('chats as c')
    .leftJoin('conversations as v', (join) =>
      join.onRef('v.account_id', '=', 'c.account_id').onRef('v.number', '=', 'c.open_number'),
    )
    .leftJoin('deals as d', (join) =>
      join.onRef('d.account_id', '=', 'v.account_id').onRef('d.id', '=', 'v.card_id'),
    )
    .select(['c.id', 'c.contact_id', 'c.open_number', 'v.card_id', 'd.conversations'])
    .where('c.account_id', '=', accountId)
    .where('c.channel_id', '=', client.channelId)
    .where('c.external_chat_id', '=', await client.chat())
    .executeTakeFirstOrThrow()
  return {
    chatId: row.id,
    contactId: row.contact_id,
    number: row.open_number,
    dealId: row.card_id,
    isNewDeal: row.conversations === 1,
  }
}

/** Answers in a chat and lets the answer leave. @returns the message's id. */
export async function answer(
  doors: Doors,
  caller: Caller,
  place: ChatPlace,
  said: { text: string; file: FileKind | null },
): Promise<string> {
  const fileIds: string[] = []
  if (said.file) {
    const { name, bytes } = makeFile(said.file === 'voice' ? 'document' : said.file, true)
    const fileId = uuidv7()
    await doors.perform(caller, uploadFile, { fileId, name }, { bytes })
    fileIds.push(fileId)
  }
  const { chatId } = place
  const id = uuidv7()
  await doors.perform(caller, sendMessage, { chatId, id, text: said.text, fileIds })
  await doors.deliver(caller.accountId)
  return id
}

export async function markRead(doors: Doors, caller: Caller, place: ChatPlace): Promise<void> {
  if (place.number !== null)
    await doors.perform(caller, readConversation, { number: place.number, way: 'marked' })
}

export async function dismiss(doors: Doors, caller: Caller, place: ChatPlace): Promise<void> {
  if (place.number !== null) await doors.perform(caller, dismissConversation, { number: place.number })
}

export async function close(doors: Doors, caller: Caller, place: ChatPlace): Promise<void> {
  if (place.number !== null)
    await doors.perform(caller, closeConversation, { number: place.number, anyway: true })
}

/** Takes the deal that the open conversation brought over and says what it is about. */
export async function takeDeal(
  doors: Doors,
  caller: Caller,
  place: ChatPlace,
  about: { name: string; budget: number },
): Promise<void> {
  if (place.dealId === null || !place.isNewDeal) return
  const budget = about.budget === 0 ? null : about.budget
  const change = { dealId: String(place.dealId), name: about.name, budget, responsibleUserId: caller.userId }
  await doors.perform(caller, changeDeal, change)
}

export async function moveDeal(
  doors: Doors,
  caller: Caller,
  place: ChatPlace,
  choose: (pipeline: PipelineView) => number | undefined,
): Promise<void> {
  const [pipeline] = (await doors.perform(caller, listPipelines, {})).items
  const stageId = pipeline && choose(pipeline)
  if (place.dealId === null || stageId === undefined) return
  const isLost = pipeline?.stages.find(({ id }) => id === stageId)?.kind === 'lost'
  const reasons = isLost ? (await doors.perform(caller, listLossReasons, {})).items : []
  const lossReasonId = reasons[place.dealId % reasons.length]?.id
  const wish = { stageId, ...(lossReasonId !== undefined && { lossReasonId }) }
  await doors.perform(caller, changeDeal, { dealId: String(place.dealId), ...wish })
}
