import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import type { ConversationState } from './conversation-state.ts'
import { lockChat, lockConversation, readConversation } from './lock-conversation.ts'

export type LockedConversation = {
  state: ConversationState
  /** Who it is with: of merged ones the surviving one. */
  contact: { id: number; name: string }
}

/** Locks a conversation to give it a card: its chat, its contact, then itself. Null when there is no such number. */
export async function lockWithContact(
  tx: Tx,
  accountId: number,
  number: number,
): Promise<LockedConversation | null> {
  const seen = await readConversation(tx, accountId, number)
  if (!seen) return null
  await lockChat(tx, accountId, seen.chatId)
  const { rows } = await sql<LockedConversation['contact']>`
    select id, name from contacts where account_id = ${accountId} and id = (
      select root_id from contacts where account_id = ${accountId} and id = ${seen.contactId}) for no key update`.execute(
    tx,
  )
  const state = await lockConversation(tx, accountId, number)
  const [contact] = rows
  if (!state || !contact) throw new Error('A conversation without its contact')
  return { state, contact }
}
