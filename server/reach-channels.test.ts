import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { createMessengers } from '#channels/messengers'
import { connectBot, createChannelHealth, reconnectChannel, type ChannelDeps } from '#features/channels'
import { systemActor } from '#lib/events'
import { openStorage } from '#lib/files/storage'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { startTelegramStandIn } from '../dev/messengers/telegram.ts'
import { createTestAccount } from './features/intake/test-account.ts'
import { createReach } from './reach-channels.ts'

const database = await createTestDatabase()
const { db } = database
const telegram = await startTelegramStandIn({ secondMs: 10 })
const dataDir = await mkdtemp(join(tmpdir(), 'beseda-reach-'))
afterAll(async () => {
  await telegram.close()
  await rm(dataDir, { recursive: true })
})
const common = {
  db,
  clock: () => new Date(),
  log: createLog({ level: 'silent' }),
  tail: { wake: () => {}, subscribe: () => () => {} },
}
const deps: ChannelDeps = {
  ...common,
  secretKey: Buffer.alloc(32, 7),
  messengers: createMessengers({
    apiRoots: { telegram: telegram.apiRoot, viber: null, vk: null },
    allowsPrivateNetwork: false,
  }),
  health: createChannelHealth(common),
  publicUrl: null,
  webhookBase: () => null,
}

test('news that a token was refused is none for a channel that has a new token by now', async () => {
  const { accountId } = await createTestAccount(database)
  const who = { accountId, actor: systemActor, road: 'hand' } as const
  const reach = createReach({
    ...deps,
    config: { secretKey: deps.secretKey, filesUrl: null, publicUrl: null },
    storage: await openStorage({ dataDir, s3: null }),
  })
  const [first, second] = ['5211:first-token-of-the-bot', '5211:second-token-of-the-bot']
  telegram.createBot({ token: first })
  telegram.createBot({ token: second })
  const channelId = await connectBot(deps, who, { kind: 'telegram', token: first })
  const state = async (): Promise<string | undefined> => {
    const { rows } = await sql<{ state: string }>`
      select state from channel_health where account_id = ${accountId} and channel_id = ${channelId}`.execute(
      db,
    )
    return rows[0]?.state
  }
  const before = await reach.connect(accountId, channelId)
  await reconnectChannel(deps, who, { channelId, token: second })
  await before?.reportRevoked('Unauthorized')
  expect(await state()).toBe('working')
  const now = await reach.connect(accountId, channelId)
  await now?.reportRevoked('Unauthorized')
  expect(await state()).toBe('token_revoked')
})
