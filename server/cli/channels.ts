import { z } from 'zod'
import { messengerKinds, type MessengerKind } from '#contract/channels'
import { name } from '#contract/common'
import { createMessengers, messengerMakers } from '#channels/messengers'
import {
  chooseWebhookBase,
  connectBot,
  createButton,
  createChannelHealth,
  findChannel,
  type ChannelDeps,
  type Connecting,
} from '#features/channels'
import { systemActor } from '#lib/events'
import { createLog } from '#lib/log'
import { command, type Command, type CommandContext, type Result } from './command.ts'
import { pickAccount } from './pick-account.ts'

const account = { value: 'NAME', help: 'number or short name of the account, when there are several' }

export const channelAddMessenger: Command[] = messengerKinds.map(channelAdd)

function channelAdd(kind: MessengerKind): Command {
  const { summary, tokenHelp, tokenExample } = messengerMakers[kind].command
  return command({
    name: `channel add ${kind}`,
    summary,
    options: { token: { value: 'TOKEN', help: tokenHelp }, account },
    input: z.object({ token: z.string().trim().min(1).max(300), account: z.string().optional() }),
    example: `channel add ${kind} --token ${tokenExample}`,
    async run(context, input) {
      const who = await connecting(context, input.account)
      const channelId = await connectBot(channelDepsOf(context), who, { kind, token: input.token })
      return describe(context, who, channelId)
    },
  })
}

export const channelAddWebsite: Command = command({
  name: 'channel add website',
  summary: 'Make a chat button for a site',
  options: {
    origin: {
      value: 'URL',
      help: 'a site that may show it, such as https://shop.example.com',
      isRepeatable: true,
    },
    name: { value: 'NAME', help: 'as colleagues see it; else the first site' },
    account,
  },
  input: z.object({
    origin: z.array(z.string().trim().max(200)).min(1).max(20),
    name: name.optional(),
    account: z.string().optional(),
  }),
  example: 'channel add website --origin https://shop.example.com',
  async run(context, input) {
    const who = await connecting(context, input.account)
    const origins = input.origin
    const channelId = await createButton(channelDepsOf(context), who, {
      name: input.name ?? origins[0]?.replace(/^https?:\/\//, '') ?? 'Website',
      origins,
    })
    return describe(context, who, channelId)
  },
})

async function connecting({ database }: CommandContext, named: string | undefined): Promise<Connecting> {
  return { accountId: await pickAccount(database.db, named), actor: systemActor, road: 'hand' }
}

/** The running server sees what is committed here by itself, so nobody has to be woken. */
export function channelDepsOf({ config, database: { db }, clock }: CommandContext): ChannelDeps {
  const log = createLog({ level: 'silent' })
  const tail: ChannelDeps['tail'] = { wake: () => {}, subscribe: () => () => {} }
  return {
    db,
    secretKey: config.secretKey,
    clock,
    log,
    tail,
    messengers: createMessengers(config),
    health: createChannelHealth({ db, clock, log, tail }),
    publicUrl: config.publicUrl,
    webhookBase: (kind) => chooseWebhookBase(config, config.port, kind),
  }
}

async function describe({ database }: CommandContext, who: Connecting, channelId: number): Promise<Result> {
  const channel = await findChannel(database.db, who.accountId, channelId)
  if (!channel) throw new Error('The channel is gone again')
  const { id, kind, handle, externalId, mode } = channel
  const prefix = kind === 'website' ? '' : messengerMakers[kind].command.handlePrefix
  const shown = `${prefix}${handle ?? externalId}`
  return {
    text: `Channel ${id} "${channel.name}" is connected (${kind}, ${shown}).`,
    json: { accountId: who.accountId, channelId: id, kind, name: channel.name, handle, externalId, mode },
  }
}
