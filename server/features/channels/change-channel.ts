import { autoTextPlaceholders, type ChannelSettings } from '#contract/channels'
import { placeholdersOf } from '#contract/placeholders'
import { inTransaction, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { requireSeen } from '#lib/require-seen'
import type { ChannelDeps } from './channel-deps.ts'
import { cleanOrigins } from './clean-origins.ts'
import type { Connecting } from './connect-channel.ts'
import {
  hasActiveUser,
  hasDealPipeline,
  hasGroup,
  lockChannel,
  updateChannel,
  type Channel,
} from './queries.ts'
import { tellChanged } from './tell-changed.ts'

type Changed = {
  name?: string
  responsibleUserId?: number | null
  pipelineId?: number | null
  groupId?: number | null
  settings?: Partial<ChannelSettings>
  origins?: string[]
}
export type ChannelChange = Changed & {
  channelId: number
  /** How what is changed stood when its editor began. */
  seen?: Changed
}

/**
 * Throws `channel.not_found`, `channel.origin_invalid`, `user.not_found`, `pipeline.not_found`, `group.not_found`,
 * `settings.changed_meanwhile`, `request.invalid`.
 */
export async function changeChannel(
  deps: Pick<ChannelDeps, 'db' | 'tail' | 'clock'>,
  who: Connecting,
  given: ChannelChange,
): Promise<void> {
  const { accountId } = who
  const { name, responsibleUserId, pipelineId, groupId, settings = {} } = given
  await inTransaction(deps.db, async (tx) => {
    const channel = await lockChannel(tx, accountId, given.channelId)
    if (!channel) throw new AppError('channel.not_found')
    if (given.origins && channel.kind !== 'website') throw new AppError('channel.origin_invalid')
    requireAsSeen(channel, given)
    const origins = given.origins ? cleanOrigins(given.origins) : channel.settings.origins
    await requireKnown(tx, accountId, given)
    requireFillable(settings)
    requireGroupForTurns(channel, given)
    await updateChannel(tx, channel, {
      name,
      responsibleUserId,
      pipelineId,
      groupId,
      settings: { ...settings, origins },
    })
    const columns = { name, responsibleUserId, pipelineId, groupId }
    await tellChanged(tx, who, channel, { ...columns, ...settings, origins }, deps.clock())
  })
  deps.tail.wake()
}

/** Columns and settings alike, each by its name. */
function requireAsSeen(channel: Channel, { seen, ...wish }: ChannelChange): void {
  const { name, responsibleUserId, pipelineId, groupId, settings } = channel
  const flat = ({ settings: some = {}, ...rest }: Changed): object => ({ ...rest, ...some })
  requireSeen(
    'settings.changed_meanwhile',
    { name, responsibleUserId, pipelineId, groupId, ...settings },
    flat(wish),
    seen && flat(seen),
  )
}

/** What the channel is to be given to belongs to the account. */
async function requireKnown(tx: Tx, accountId: number, given: ChannelChange): Promise<void> {
  const { responsibleUserId, pipelineId, groupId } = given
  if (responsibleUserId && !(await hasActiveUser(tx, accountId, responsibleUserId)))
    throw new AppError('user.not_found')
  if (pipelineId && !(await hasDealPipeline(tx, accountId, pipelineId)))
    throw new AppError('pipeline.not_found')
  if (groupId && !(await hasGroup(tx, accountId, groupId))) throw new AppError('group.not_found')
}

/** Without a group there is nobody to take turns. */
function requireGroupForTurns(before: Channel, { groupId, settings }: ChannelChange): void {
  const rule = settings?.responsibleRule ?? before.settings.responsibleRule
  const group = groupId === undefined ? before.groupId : groupId
  const isTouched = settings?.responsibleRule !== undefined || groupId !== undefined
  if (rule !== 'round_robin' || group !== null || !isTouched) return
  const message = 'a group is needed whose people take turns'
  throw new AppError('request.invalid', { fields: [{ path: 'groupId', problem: 'required', message }] })
}

/** A name in double braces for which nothing will be put in would reach the client as it stands. */
function requireFillable(texts: Partial<ChannelSettings>): void {
  for (const field of ['greeting', 'offlineText', 'silenceText'] as const) {
    const unknown = placeholdersOf(texts[field] ?? '').find(
      (name) => !autoTextPlaceholders.some((known) => known === name),
    )
    if (unknown === undefined) continue
    const message = `there is no placeholder ${unknown} here`
    throw new AppError('request.invalid', {
      fields: [{ path: `settings.${field}`, problem: 'unknown_placeholder', message }],
    })
  }
}
