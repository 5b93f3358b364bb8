import type { ChannelKind, MessengerKind } from '#contract/channels'
import { connectBot, reconnectChannel } from '#features/channels'
import { systemClock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { Db } from '#lib/db'
import { systemActor } from '#lib/events'
import { openDatabase } from '#lib/open-database'
import { channelDepsOf } from '../server/cli/channels.ts'
import type { PlayTab } from './messengers/lib/play-page.ts'
import { startTelegramStandIn } from './messengers/telegram.ts'
import { startViberStandIn } from './messengers/viber.ts'
import { startVkStandIn } from './messengers/vk.ts'
import { findWorld, worldBot } from './world.ts'

export type Playground = {
  /** Where each messenger is to be looked for. */
  env: Record<'TELEGRAM_API_ROOT' | 'VIBER_API_ROOT' | 'VK_API_ROOT', string>
  /** The page one plays clients on; the others are its tabs. */
  page: string
  /** Tells the pages of each other and of what else there is to play. */
  join(more: PlayTab[]): void
  /** Connects the example world, and lets those who wrote to it before write on. */
  settle(config: Config): Promise<void>
  close(): Promise<void>
}

/** Somebody who wrote before, as the product remembers him. */
type Known = { id: string; name: string; handle: string | null; isBlocked: boolean }
type Player = { kind: MessengerKind; token: string; externalId: string; invite(known: Known[]): void }

const viberAccount = {
  id: 'pa:5200000042000000042',
  token: '52000000420example-52000000420viber-42',
  name: worldBot.name,
  uri: 'zerno_i_par',
}
const vkCommunity = { token: 'vk1.a.example-community-42', name: worldBot.name, screenName: 'zerno_i_par' }

/**
 * The stand-ins of all messengers on ports one after the other, with their pages, and in each the account of the example world.
 * Port 0: any that are free.
 */
export async function startPlayground(port: number): Promise<Playground> {
  // Ids grow with the time, so that after a new start nothing is taken for a repeat of what an earlier one sent.
  const firstId = Math.floor(Date.now() / 1000)
  const next = (step: number): number => (port === 0 ? 0 : port + step)
  const telegram = await startTelegramStandIn({ port, firstId })
  const viber = await startViberStandIn({ port: next(1) })
  const vk = await startVkStandIn({ port: next(2), firstId })
  const bot = telegram.createBot(worldBot)
  const account = viber.createAccount(viberAccount)
  const community = vk.createCommunity(vkCommunity)
  const players: Player[] = [
    {
      kind: 'telegram',
      token: bot.token,
      externalId: String(bot.id),
      invite(known) {
        for (const { id, name, handle, isBlocked } of known) {
          const [firstName = name, ...rest] = name.split(' ')
          bot.person({
            id: Number(id),
            firstName,
            ...(rest.length > 0 ? { lastName: rest.join(' ') } : {}),
            ...(handle ? { username: handle } : {}),
            standing: isBlocked ? 'blocked' : 'open',
          })
        }
      },
    },
    {
      kind: 'viber',
      token: account.token,
      externalId: account.id,
      invite(known) {
        for (const { id, name, isBlocked } of known) account.person({ id, name, isSubscribed: !isBlocked })
        if (known.length === 0) account.person({ name: 'Милица Йович' })
      },
    },
    {
      kind: 'vk',
      token: community.token,
      externalId: String(community.id),
      invite(known) {
        for (const { id, name, isBlocked } of known) {
          const [firstName = name, ...rest] = name.split(' ')
          const standing = isBlocked ? 'denied' : 'open'
          community.person({ id: Number(id), firstName, lastName: rest.join(' '), standing })
        }
        if (known.length === 0) community.person({ firstName: 'Олег', lastName: 'Ветров' })
      },
    },
  ]
  const standIns = [telegram, viber, vk]
  const tabs = ['Telegram', 'Viber', 'VK'].map((name, index) => ({
    name,
    url: `${standIns[index]?.apiRoot ?? ''}/playground`,
  }))
  return {
    env: { TELEGRAM_API_ROOT: telegram.apiRoot, VIBER_API_ROOT: viber.apiRoot, VK_API_ROOT: vk.apiRoot },
    page: `${telegram.apiRoot}/playground`,
    join: (more) => standIns.forEach((standIn) => standIn.join([...tabs, ...more])),
    settle: (config) => settle(config, players),
    close: async () => {
      await Promise.all(standIns.map((standIn) => standIn.close()))
    },
  }
}

/** New stand-ins know nothing of the webhooks that earlier ones were told. */
async function settle(config: Config, players: Player[]): Promise<void> {
  const database = await openDatabase({ config, print: () => {}, isGuest: true })
  try {
    const accountId = await findWorld(database.db)
    if (!accountId) return
    const deps = channelDepsOf({ config, database, clock: systemClock })
    const who = { accountId, actor: systemActor, road: 'hand' } as const
    for (const { kind, token, externalId, invite } of players) {
      const channelId = await findChannel(database.db, { accountId, kind, externalId })
      invite(channelId ? await listKnown(database.db, { accountId, channelId }) : [])
      if (channelId) await reconnectChannel(deps, who, { channelId, token })
      else await connectBot(deps, who, { kind, token })
    }
  } finally {
    await database.close()
  }
}

async function findChannel(
  db: Db,
  bot: { accountId: number; kind: ChannelKind; externalId: string },
): Promise<number | null> {
  const row = await db
    .selectFrom('channels')
    .select('id')
    .where('account_id', '=', bot.accountId)
    .where('kind', '=', bot.kind)
    .where('external_id', '=', bot.externalId)
    .executeTakeFirst()
  return row?.id ?? null
}

async function listKnown(db: Db, place: { accountId: number; channelId: number }): Promise<Known[]> {
  const rows = await db
    .selectFrom('chats')
    .select(['external_chat_id', 'person_name', 'person_handle', 'blocked_at'])
    .where('account_id', '=', place.accountId)
    .where('channel_id', '=', place.channelId)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({
    id: row.external_chat_id,
    name: row.person_name,
    handle: row.person_handle,
    isBlocked: row.blocked_at !== null,
  }))
}
