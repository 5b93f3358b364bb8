import { startProduct, type Product } from './app.ts'
import type { Demo } from './demo.ts'
import { setupCodeWords } from './tell-setup-code.ts'
import { ConfigError, readConfig, type Config, type LogLevel } from '#lib/config'
import { EmbeddedPostgresError } from '#lib/embedded-postgres'
import { createLog } from '#lib/log'
import { DatabaseUnfit } from '#lib/open-database'

const onePressMs = 500

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: chooseLevel(config) })
  const starting = startProduct({ config, log, print })
  let isStopping = false
  let askedAt = 0
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) {
      // One Ctrl-C can come twice: from the terminal, and passed on by the script that started us.
      if (performance.now() - askedAt < onePressMs) return
      print('Stopped at once. · Остановлено немедленно.')
      process.exit(1)
    }
    isStopping = true
    askedAt = performance.now()
    print('Stopping; once more stops at once. · Останавливаюсь; ещё раз — немедленно.')
    log.info({ signal }, 'Stopping')
    // Also while it starts: what has been started has to be stopped, the database first of all.
    void starting.then((product) => product.close()).then(() => process.exit(0), fail)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const product = await starting
  if (isStopping) return
  greet(config, product)
}

/** A person at a terminal is told what is wrong, not every request, unless they ask for it. */
function chooseLevel(config: Config): LogLevel {
  return process.stdout.isTTY && !process.env['LOG_LEVEL'] ? 'warn' : config.logLevel
}

/** What a person needs to know now, in both languages. */
function greet(config: Config, { port, setupCode, demo }: Product): void {
  const host = config.host === '127.0.0.1' || config.host === '0.0.0.0' ? 'localhost' : config.host
  const address = config.publicUrl ?? `http://${host}:${port}`
  const lines = [`Beseda is ready at ${address}`, `Беседа готова: ${address}`]
  if (setupCode) lines.push('', ...setupCodeWords(setupCode))
  if (demo) lines.push('', ...tellDemo(demo))
  lines.push('', 'Ctrl-C stops it. · Ctrl-C — остановить.')
  print(`\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`)
}

function tellDemo({ email, password }: Demo): string[] {
  if (password === null) {
    return [
      `The example world is there; sign in as ${email} with the password shown when it was made.`,
      `Пример на месте: войдите как ${email} с паролем, показанным при его создании.`,
    ]
  }
  return [
    `The example world is made; sign in as ${email} with the password ${password}`,
    `Пример готов: войдите как ${email}, пароль ${password}`,
  ]
}

/** A problem the person at the console can solve is told in a sentence; any other with its stack. */
function explain(error: unknown): string {
  if (
    error instanceof ConfigError ||
    error instanceof DatabaseUnfit ||
    error instanceof EmbeddedPostgresError
  ) {
    return error.message
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'PORT: another program already listens there; stop it, or set PORT to another number.'
  }
  if (error instanceof Error && 'code' in error && error.code === 'EACCES' && 'syscall' in error) {
    return `${String(error.syscall)}: not allowed; choose another PORT or DATA_DIR. ${error.message}`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function fail(error: unknown): void {
  process.stderr.write(`\nBeseda cannot start. · Беседа не может запуститься.\n${explain(error)}\n`)
  process.exit(1)
}

main().catch(fail)
