import type { ChannelKind } from '#contract/channels'
import type { CheckResult } from '#channels/channel'
import { AppError } from '#lib/errors'
import type { ChannelDeps } from './channel-deps.ts'
import { isBotOwned } from './queries.ts'

export type KnownBot = Extract<CheckResult, { outcome: 'ok' }>

/** Asks the messenger whose token it is. Throws `channel.token_invalid`, `channel.rights_missing`, `channel.unreachable`. */
export async function findBot(
  deps: Pick<ChannelDeps, 'messengers'>,
  kind: ChannelKind,
  token: string,
): Promise<KnownBot> {
  const checked = await deps.messengers[kind].check(token.trim())
  if (checked.outcome === 'invalid') throw new AppError('channel.token_invalid')
  if (checked.outcome === 'missing_rights') {
    throw new AppError('channel.rights_missing', { rights: checked.rights })
  }
  if (checked.outcome === 'unreachable') throw new AppError('channel.unreachable', { detail: checked.detail })
  return checked
}

/** Whose token it is, if its bot may still be connected. Throws as `findBot`, and `channel.token_taken`. */
export async function checkToken(
  deps: Pick<ChannelDeps, 'db' | 'messengers'>,
  kind: ChannelKind,
  token: string,
): Promise<KnownBot> {
  const bot = await findBot(deps, kind, token)
  if (await isBotOwned(deps.db, kind, bot.externalId)) throw new AppError('channel.token_taken')
  return bot
}
