import { inTransaction } from '#lib/db'
import { change } from '#lib/events'
import type { MessengerJobDeps } from './jobs.ts'
import { findLeft } from './left-parts.ts'

/** Brings our reaction in the messenger in line with what stands here; one that is refused goes away again. */
export async function reactInMessenger(
  deps: MessengerJobDeps,
  { accountId, messageId }: { accountId: number; messageId: string },
): Promise<void> {
  const left = await findLeft(deps.db, accountId, messageId)
  const [first] = left?.parts ?? []
  if (!left || !first) return
  const ours = await deps.db
    .selectFrom('reactions')
    .select('emoji')
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .where('side', '=', 'ours')
    .executeTakeFirst()
  const channel = await deps.connect(accountId, left.channelId)
  const react = channel?.messenger.actions.react
  if (!channel || !react) return
  if (channel.isPaused) throw new Error('The channel is on hold')
  const target = { chat: left.externalChatId, externalId: first.externalId }
  const result = await react(channel.connection, target, ours?.emoji ?? null)
  if (result.outcome === 'unknown') throw new Error('The messenger did not say whether it took the reaction')
  if (result.outcome === 'done' || !ours) return
  await inTransaction(deps.db, async (tx) => {
    await tx
      .deleteFrom('reactions')
      .where('account_id', '=', accountId)
      .where('message_id', '=', messageId)
      .where('side', '=', 'ours')
      .where('emoji', '=', ours.emoji)
      .execute()
    const { number, chatId } = left
    await change(tx, { accountId, topic: 'message.changed', number, chatId, messageId })
  })
}
