import { reconnectChannel } from '#features/channels'
import { systemClock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { Db } from '#lib/db'
import { systemActor } from '#lib/events'
import { openDatabase } from '#lib/open-database'
import { channelDepsOf } from '../server/cli/channels.ts'
import { startTelegramStandIn, type Bot } from './messengers/telegram.ts'
import { findWorld, worldBot } from './world.ts'

export type Playground = {
  apiRoot: string
  /** Lets those who wrote to the world's bot before write on, and connects it. */
  settle(config: Config): Promise<void>
  close(): Promise<void>
}

/** The stand-in of Telegram with its page, and in it the bot of the example world. */
export async function startPlayground(port: number): Promise<Playground> {
  // Ids grow with the time, so that after a new start nothing is taken for a repeat of what an earlier one sent.
  const firstId = Math.floor(Date.now() / 1000)
  const telegram = await startTelegramStandIn({ port, firstId })
  const bot = telegram.createBot(worldBot)
  return {
    apiRoot: telegram.apiRoot,
    async settle(config) {
      const database = await openDatabase({ config, print: () => {}, isGuest: true })
      try {
        const accountId = await findWorld(database.db)
        const channelId = accountId && (await findBotChannel(database.db, accountId, bot))
        if (!accountId || !channelId) return
        await invitePeople(database.db, { accountId, channelId }, bot)
        // A new stand-in knows nothing of the webhook that an earlier one was told.
        const deps = channelDepsOf({ config, database, clock: systemClock })
        const who = { accountId, actor: systemActor, road: 'hand' } as const
        await reconnectChannel(deps, who, { channelId, token: worldBot.token })
      } finally {
        await database.close()
      }
    },
    close: telegram.close,
  }
}

async function findBotChannel(db: Db, accountId: number, bot: Bot): Promise<number | null> {
  const row = await db
    .selectFrom('channels')
    .select('id')
    .where('account_id', '=', accountId)
    .where('kind', '=', 'telegram')
    .where('external_id', '=', String(bot.id))
    .executeTakeFirst()
  return row?.id ?? null
}

async function invitePeople(
  db: Db,
  place: { accountId: number; channelId: number },
  bot: Bot,
): Promise<void> {
  const rows = await db
    .selectFrom('chats')
    .select(['external_chat_id', 'person_name', 'person_handle', 'blocked_at'])
    .where('account_id', '=', place.accountId)
    .where('channel_id', '=', place.channelId)
    .orderBy('created_at')
    .execute()
  for (const row of rows) {
    const [firstName = row.person_name, ...rest] = row.person_name.split(' ')
    bot.person({
      id: Number(row.external_chat_id),
      firstName,
      ...(rest.length > 0 ? { lastName: rest.join(' ') } : {}),
      ...(row.person_handle ? { username: row.person_handle } : {}),
      standing: row.blocked_at ? 'blocked' : 'open',
    })
  }
}
