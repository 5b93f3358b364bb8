import * as contract from '#contract/channels'
import { listChannelHealth } from '#contract/channel-health'
import { messengerKinds, type ChannelView } from '#contract/channels'
import { AppError } from '#lib/errors'
import { route, type Caller, type Route, type UserContext } from '#lib/http/route'
import { changeChannel } from './change-channel.ts'
import type { ChannelDeps } from './channel-deps.ts'
import { toChannelView } from './channel-view.ts'
import { checkToken } from './check-token.ts'
import { canReachUs, connectBot, createButton, type Connecting } from './connect-channel.ts'
import { disconnectChannel } from './disconnect-channel.ts'
import { listOutsideAuthors, nameOutsideAuthor } from './outside-authors.ts'
import { pauseChannel, resumeChannel } from './pause-channel.ts'
import { findChannel, listChannels, listGroups } from './queries.ts'
import { listHealth } from './list-health.ts'
import { reconnectChannel } from './reconnect-channel.ts'

export function routes(deps: ChannelDeps): Route[] {
  const show = (channelId: number, context: UserContext): Promise<ChannelView> =>
    view(deps, channelId, context)
  return [
    route(contract.listChannels, async (_input, { caller, request }) => {
      const channels = await listChannels(deps.db, caller.accountId)
      return {
        items: channels.map((channel) => toChannelView(channel, deps.publicUrl ?? request.host)),
        cannotReachUs: messengerKinds.filter((kind) => !canReachUs(deps, kind)),
        groups: await listGroups(deps.db, caller.accountId),
      }
    }),
    route(listChannelHealth, async (_input, { caller }) => ({
      items: await listHealth(deps.db, caller.accountId, deps.clock()),
    })),
    route(contract.checkChannelToken, async (input) => {
      const { name, handle } = await checkToken(deps, input.kind, input.token)
      return { name, handle }
    }),
    route(contract.connectChannel, async (input, context) => {
      const who = byHand(context.caller)
      const channelId =
        input.kind === 'website' ? await createButton(deps, who, input) : await connectBot(deps, who, input)
      return show(channelId, context)
    }),
    route(contract.changeChannel, async (input, context) => {
      await changeChannel(deps, byHand(context.caller), input)
      return show(input.channelId, context)
    }),
    route(contract.pauseChannel, async ({ channelId }, context) => {
      await pauseChannel(deps, context.caller, channelId)
      return show(channelId, context)
    }),
    route(contract.resumeChannel, async ({ channelId }, context) => {
      await resumeChannel(deps, context.caller, channelId)
      return show(channelId, context)
    }),
    route(contract.listOutsideAuthors, async ({ channelId }, { caller }) => ({
      items: await listOutsideAuthors(deps.db, caller.accountId, channelId),
    })),
    route(contract.nameOutsideAuthor, (input, { caller }) => nameOutsideAuthor(deps, caller, input)),
    route(contract.reconnectChannel, async (input, context) => {
      await reconnectChannel(deps, byHand(context.caller), input)
      return show(input.channelId, context)
    }),
    route(contract.disconnectChannel, async ({ channelId }, context) => {
      await disconnectChannel(deps, byHand(context.caller), channelId)
      return show(channelId, context)
    }),
  ]
}

function byHand(caller: Caller): Connecting {
  return { accountId: caller.accountId, actor: { kind: 'user', id: caller.userId }, road: 'hand' }
}

async function view(
  deps: ChannelDeps,
  channelId: number,
  { caller, request }: UserContext,
): Promise<ChannelView> {
  const channel = await findChannel(deps.db, caller.accountId, channelId)
  if (!channel) throw new AppError('channel.not_found')
  return toChannelView(channel, deps.publicUrl ?? request.host)
}
