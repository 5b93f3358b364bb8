import { sql } from 'kysely'
import { changeChannel, connectChannel, disconnectChannel } from '#contract/channels'
import { listMemberships } from '#features/people'
import type { Config } from '#lib/config'
import type { Db } from '#lib/db'
import type { FileStorage } from '#lib/files/storage'
import { startTelegramStandIn, type TelegramStandIn } from './messengers/telegram.ts'
import { actsOf, type Stage } from './world/acts.ts'
import { byHand } from './world/by-hand.ts'
import { clients as cast, colleagues } from './world/cast.ts'
import { telegramClient, websiteClient, type Client, type Shop } from './world/clients.ts'
import { openDoors, type Doors } from './world/doors.ts'
import { fetchFiles } from './world/fetch-files.ts'
import { inOneTransaction } from './world/one-transaction.ts'
import { createRandom } from './world/random.ts'
import { planTalks } from './world/schedule.ts'
import { setBack } from './world/set-back.ts'
import { hireStaff, type Staff } from './world/staff.ts'

/** How the admin of the example world signs in; the other colleagues have the same password. */
export const worldEmail = colleagues.anna.email
/** Its bot, known to the stand-in of Telegram only. */
export const worldBot = {
  token: '5200000042:AAH-example-bot-of-the-example-shop-42',
  name: 'Зерно и пар',
  username: 'zerno_i_par_bot',
}

export type WorldOptions = {
  connectionString: string
  config: Config
  storage: FileStorage
  /** The moment the world has come to; everything in it is earlier. */
  now: Date
  password: string
  /** The same seed makes the same talks at the same distances from `now`. */
  seed?: number
}

/** The account of the example world; null when it is not there. */
export async function findWorld(db: Db): Promise<number | null> {
  const [membership] = await listMemberships(db, worldEmail)
  return membership?.accountId ?? null
}

/**
 * Makes the example world in an account of its own: a shop with its colleagues, clients and three weeks of talks, by the
 * product's own doors and all at once. Its bot lives in a stand-in for as long as this takes and is disconnected at the end,
 * so that nothing of the world ever reaches a messenger. @returns the account's id.
 */
export async function loadWorld(options: WorldOptions): Promise<number> {
  const clock = { now: options.now }
  const telegram = await startTelegramStandIn({ clock: () => clock.now })
  try {
    return await inOneTransaction(options.connectionString, async (database) => {
      const doors = openDoors({ ...options, database, clock, telegramApiRoot: telegram.apiRoot })
      try {
        return await play(doors, telegram, options)
      } finally {
        doors.close()
      }
    })
  } finally {
    await telegram.close()
  }
}

async function play(doors: Doors, telegram: TelegramStandIn, options: WorldOptions): Promise<number> {
  const random = createRandom(options.seed ?? 7)
  const talks = planTalks(random, options.now)
  const first = Math.min(...talks.map((talk) => talk.lines[0]?.at.getTime() ?? Infinity))
  doors.clock.now = new Date(first - 60 * 60_000)
  const openedAt = doors.clock.now
  const staff = await hireStaff(doors, options.password)
  const shop = await openShop(doors, telegram, staff)
  const clients: Client[] = []
  for (const [index, profile] of cast.entries()) {
    const isSite = profile.way === 'website'
    clients.push(
      isSite
        ? await websiteClient(doors, shop, profile, index + 1)
        : telegramClient(doors, shop, profile, 5_300_000_100 + index),
    )
  }
  const stage: Stage = { doors, staff, shop, clients, random }
  const acts = [...talks.flatMap((talk) => actsOf(stage, talk)), ...byHand(stage, options.now)]
  for (const act of acts.toSorted((one, other) => one.at.getTime() - other.at.getTime())) {
    doors.clock.now = act.at
    await act.run()
  }
  doors.clock.now = options.now
  await fetchFiles(doors, staff.accountId)
  await doors.perform(staff.anna, disconnectChannel, { channelId: shop.botChannelId })
  await setBack(doors.database.db, staff.accountId, openedAt)
  return staff.accountId
}

/** The bot and the button on the shop's site. */
async function openShop(doors: Doors, telegram: TelegramStandIn, staff: Staff): Promise<Shop> {
  const bot = telegram.createBot(worldBot)
  const { token } = worldBot
  const origin = 'https://zerno-i-par.example'
  const connected = await doors.perform(staff.anna, connectChannel, { kind: 'telegram', token })
  const site = await doors.perform(staff.anna, connectChannel, {
    kind: 'website',
    name: 'Сайт',
    origins: [origin],
  })
  await doors.perform(staff.anna, changeChannel, {
    channelId: connected.id,
    responsibleUserId: staff.boris.userId,
  })
  const { rows } = await sql<{ button: string }>`
    select external_id as button from channels where account_id = ${staff.accountId} and id = ${site.id}`.execute(
    doors.database.db,
  )
  return {
    accountId: staff.accountId,
    bot,
    origin,
    botChannelId: connected.id,
    siteChannelId: site.id,
    button: rows[0]?.button ?? '',
  }
}
