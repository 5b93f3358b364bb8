import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { readConfig } from '#lib/config'
import { createLog } from '#lib/log'
import type { TestDatabase } from '#lib/test-database'
import { startTelegramStandIn, type TelegramStandIn } from '../../dev/messengers/telegram.ts'
import { startViberStandIn, type ViberStandIn } from '../../dev/messengers/viber.ts'
import { startVkStandIn, type VkStandIn } from '../../dev/messengers/vk.ts'
import { startProduct } from '../../server/app.ts'

export type WholeProduct = {
  base: string
  /** What the console says at the first start. */
  setupCode: string
  telegram: TelegramStandIn
  viber: ViberStandIn
  vk: VkStandIn
}

/**
 * The whole product as one process on a test's database, with messengers of its own; stopped after the file. `hasRealViber`:
 * Viber is looked for on the Internet, where nobody can reach this product. With a `demoPassword` the example world is there.
 */
export async function startWholeProduct(
  { connectionString }: TestDatabase,
  { hasRealViber = false, demoPassword = '' } = {},
): Promise<WholeProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), 'beseda-whole-'))
  const telegram = await startTelegramStandIn({ secondMs: 100 })
  const viber = await startViberStandIn({ secondMs: 100 })
  const vk = await startVkStandIn({ secondMs: 100 })
  const config = readConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: connectionString,
    LOG_LEVEL: 'silent',
    TELEGRAM_API_ROOT: telegram.apiRoot,
    VK_API_ROOT: vk.apiRoot,
    ...(hasRealViber ? {} : { VIBER_API_ROOT: viber.apiRoot }),
    ALLOW_PRIVATE_NETWORK: '1',
    ...(demoPassword === '' ? {} : { DEMO: '1', DEMO_PASSWORD: demoPassword }),
  })
  const product = await startProduct({
    config: { ...config, port: 0 },
    log: createLog({ level: 'silent' }),
    print: () => {},
  })
  afterAll(async () => {
    await product.close()
    await Promise.all([telegram, viber, vk].map((messenger) => messenger.close()))
    await rm(dataDir, { recursive: true })
  })
  return { base: `http://127.0.0.1:${product.port}`, setupCode: product.setupCode ?? '', telegram, viber, vk }
}
