import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { readConfig } from '#lib/config'
import { createLog } from '#lib/log'
import type { TestDatabase } from '#lib/test-database'
import { startTelegramStandIn, type TelegramStandIn } from '../../dev/messengers/telegram.ts'
import { startProduct } from '../../server/app.ts'

export type WholeProduct = {
  base: string
  /** What the console says at the first start. */
  setupCode: string
  telegram: TelegramStandIn
}

/** The whole product as one process on a test's database, with a Telegram of its own; stopped after the file. */
export async function startWholeProduct({ connectionString }: TestDatabase): Promise<WholeProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), 'beseda-whole-'))
  const telegram = await startTelegramStandIn({ secondMs: 100 })
  const config = readConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: connectionString,
    LOG_LEVEL: 'silent',
    TELEGRAM_API_ROOT: telegram.apiRoot,
    ALLOW_PRIVATE_NETWORK: '1',
  })
  const product = await startProduct({
    config: { ...config, port: 0 },
    log: createLog({ level: 'silent' }),
    print: () => {},
  })
  afterAll(async () => {
    await product.close()
    await telegram.close()
    await rm(dataDir, { recursive: true })
  })
  return { base: `http://127.0.0.1:${product.port}`, setupCode: product.setupCode ?? '', telegram }
}
