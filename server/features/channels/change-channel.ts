import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import type { ChannelDeps } from './channel-deps.ts'
import { cleanOrigins } from './clean-origins.ts'
import { hasActiveUser, hasDealPipeline, lockChannel, updateChannel } from './queries.ts'

export type ChannelChange = {
  channelId: number
  name?: string
  responsibleUserId?: number | null
  pipelineId?: number | null
  origins?: string[]
}

/** Throws `channel.not_found`, `channel.origin_invalid`, `user.not_found`, `pipeline.not_found`. */
export async function changeChannel(
  deps: Pick<ChannelDeps, 'db' | 'tail'>,
  accountId: number,
  given: ChannelChange,
): Promise<void> {
  const { name, responsibleUserId, pipelineId } = given
  await inTransaction(deps.db, async (tx) => {
    const channel = await lockChannel(tx, accountId, given.channelId)
    if (!channel) throw new AppError('channel.not_found')
    if (given.origins && channel.kind !== 'website') throw new AppError('channel.origin_invalid')
    const origins = given.origins ? cleanOrigins(given.origins) : channel.settings.origins
    if (responsibleUserId && !(await hasActiveUser(tx, accountId, responsibleUserId))) {
      throw new AppError('user.not_found')
    }
    if (pipelineId && !(await hasDealPipeline(tx, accountId, pipelineId)))
      throw new AppError('pipeline.not_found')
    await updateChannel(tx, channel, { name, responsibleUserId, pipelineId, settings: { origins } })
    await change(tx, { accountId, topic: 'channels' })
  })
  deps.tail.wake()
}
