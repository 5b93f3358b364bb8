import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, readConfig, type Config } from '#lib/config'
import { createLog } from '#lib/log'
import { startProduct, type Product } from '../server/app.ts'
import { startPlayground } from './playground.ts'
import { startWeb } from './web.ts'
import { worldEmail } from './world.ts'

/** Where the playground listens, on this port and the two after it, unless PLAYGROUND_PORT says otherwise: its address is the same every day. */
const usualPlaygroundPort = '8081'
/** For an example on this very machine. */
const usualPassword = 'beseda-example'

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** The product with live web, messengers of its own and the example world. `--fresh`: forget what was done before. */
async function main(argv: string[]): Promise<void> {
  const unknown = argv.find((word) => word !== '--fresh')
  if (unknown !== undefined) throw new ConfigError(`npm run dev knows --fresh only, not ${unknown}`)
  const ownDataDir = join(import.meta.dirname, '../data/dev')
  if (argv.includes('--fresh')) await rm(ownDataDir, { recursive: true, force: true })
  const env = { DATA_DIR: ownDataDir, DEMO: '1', DEMO_PASSWORD: usualPassword, ...process.env }
  const started: (() => Promise<unknown>)[] = []
  let stopping: Promise<void> | null = null
  const stopAll = async (): Promise<void> => {
    for (const stop of started.splice(0).toReversed()) await stop().catch(print)
  }
  const stop = (): void => {
    stopping ??= starting.catch(() => {}).then(stopAll)
    void stopping.then(() => process.exit(0))
  }
  const starting = startAll(env, started)
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    greet(env, await starting)
  } catch (error) {
    await stopAll()
    throw error
  }
}

type Running = { config: Config; product: Product; web: string; playground: string }

async function startAll(
  env: Record<string, string | undefined>,
  started: (() => Promise<unknown>)[],
): Promise<Running> {
  const playground = await startPlayground(Number(env['PLAYGROUND_PORT'] ?? usualPlaygroundPort)).catch(
    (error: unknown) => {
      throw new ConfigError(
        `PLAYGROUND_PORT: the playground cannot listen there and on the two ports after it (${String(error)})`,
      )
    },
  )
  started.push(playground.close)
  const config = readConfig({ ...playground.env, ...env })
  const log = createLog({ level: env['LOG_LEVEL'] ? config.logLevel : 'warn' })
  const product = await startProduct({ config, log, print })
  started.push(product.close)
  await playground.settle(config)
  const web = await startWeb(product.port)
  started.push(web.close)
  playground.join([{ name: 'website', url: `${web.address}/try` }])
  return { config, product, web: web.address, playground: playground.page }
}

function greet(env: Record<string, string | undefined>, { product, web, playground }: Running): void {
  const password =
    product.demo?.password === null ? 'the one it was made with' : (product.demo?.password ?? '')
  const rows: [string, string][] = [
    ['the product, with live reload', web],
    ['sign in as', worldEmail],
    ['password', env['DEMO_PASSWORD'] ?? password],
    ['play clients of the messengers', playground],
    ['play a client of the shop', `${web}/try`],
    ['the server itself', `http://localhost:${product.port}`],
  ]
  const width = Math.max(...rows.map(([left]) => left.length))
  print(`\n${rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')}\n`)
  print('  Server code is read at the start: after changing it, Ctrl-C and start again.')
  print('  npm run dev -- --fresh begins with a new world. Ctrl-C stops everything.\n')
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`\n${error instanceof ConfigError ? error.message : text}\n`)
  process.exit(1)
})
