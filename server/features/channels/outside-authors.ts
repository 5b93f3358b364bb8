import { mostOutsideAuthors, type OutsideAuthor } from '#contract/channels'
import { inTransaction, type Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emitByHand } from '#lib/events'
import type { ChannelDeps } from './channel-deps.ts'
import { findChannel, hasActiveUser } from './queries.ts'

/** Throws `channel.not_found`. */
export async function listOutsideAuthors(
  db: Read,
  accountId: number,
  channelId: number,
): Promise<OutsideAuthor[]> {
  if (!(await findChannel(db, accountId, channelId))) throw new AppError('channel.not_found')
  const rows = await db
    .selectFrom('outside_authors')
    .select(['id', 'external_id', 'user_id', 'seen_at'])
    .where('account_id', '=', accountId)
    .where('channel_id', '=', channelId)
    .orderBy('id')
    .limit(mostOutsideAuthors)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    externalId: row.external_id,
    userId: row.user_id,
    seenAt: row.seen_at.toISOString(),
  }))
}

/**
 * Says which colleague it is, or that it is nobody's; former messages are shown as his too. Throws `channel.not_found`,
 * `channel.author_not_found`, `user.not_found`.
 */
export async function nameOutsideAuthor(
  deps: Pick<ChannelDeps, 'db' | 'tail' | 'clock'>,
  who: { accountId: number; userId: number },
  given: { channelId: number; authorId: number; userId: number | null },
): Promise<OutsideAuthor> {
  const { accountId } = who
  const { channelId, authorId, userId } = given
  const named = await inTransaction(deps.db, async (tx) => {
    if (!(await findChannel(tx, accountId, channelId))) throw new AppError('channel.not_found')
    if (userId !== null && !(await hasActiveUser(tx, accountId, userId))) throw new AppError('user.not_found')
    const before = await tx
      .selectFrom('outside_authors')
      .select('user_id')
      .where('account_id', '=', accountId)
      .where('channel_id', '=', channelId)
      .where('id', '=', authorId)
      .forUpdate()
      .executeTakeFirst()
    const row = await tx
      .updateTable('outside_authors')
      .set({ user_id: userId })
      .where('account_id', '=', accountId)
      .where('channel_id', '=', channelId)
      .where('id', '=', authorId)
      .returning(['external_id', 'seen_at'])
      .executeTakeFirst()
    if (!before || !row) throw new AppError('channel.author_not_found')
    if (before.user_id !== userId) {
      const difference = { before: { authorId: before.user_id }, after: { authorId: userId } }
      const subject = { kind: 'channel', id: channelId } as const
      await emitByHand(tx, who, { type: 'channel.changed', subject, channelId, ...difference }, deps.clock())
    }
    await change(tx, { accountId, topic: 'channels' })
    return { id: authorId, externalId: row.external_id, userId, seenAt: row.seen_at.toISOString() }
  })
  deps.tail.wake()
  return named
}
