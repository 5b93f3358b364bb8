import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compressFolder } from './compress.mjs'
import { getEnvironment, modules, node24, root } from './places.mjs'
import { runQuietly } from './processes.mjs'
import { withProgress } from './progress.mjs'
import { SetupError } from './setup.mjs'

const dist = join(root, 'dist')
const targets = [
  { name: 'web', title: 'Building the web interface', config: 'vite.config.ts' },
  { name: 'widget', title: 'Building the website chat', config: 'widget/vite.config.ts' },
]
const sources = [
  'web',
  'widget',
  'contract',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
]

/** Builds what the browser gets, into dist/web and dist/widget, unless it was built from the same sources. */
export async function build(names = targets.map(({ name }) => name)) {
  const hash = hashSources()
  for (const target of targets.filter(({ name }) => names.includes(name))) {
    if (!existsSync(join(root, target.config))) continue
    const stamp = join(dist, `${target.name}.stamp`)
    const isBuilt =
      existsSync(join(dist, target.name)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
    if (isBuilt) continue
    await withProgress(target.title, () => buildTarget(target))
    await writeFile(stamp, hash)
  }
}

async function buildTarget({ name, title, config }) {
  await mkdir(dist, { recursive: true })
  // Built aside and swapped in whole, so that a running server never serves half a build.
  const unfinished = join(dist, `.${name}-${randomBytes(4).toString('hex')}`)
  const result = await runQuietly(
    node24,
    [
      join(modules, 'vite', 'bin', 'vite.js'),
      'build',
      `--config=${join(root, config)}`,
      `--outDir=${unfinished}`,
      '--emptyOutDir',
      '--manifest',
      '--logLevel=warn',
    ],
    { cwd: root, env: getEnvironment() },
  )
  if (result.code !== 0) {
    await rm(unfinished, { recursive: true, force: true })
    throw new SetupError(`${title} failed:\n\n${result.output.trim()}`)
  }
  await compressFolder(unfinished)
  const old = `${unfinished}-old`
  if (existsSync(join(dist, name))) await rename(join(dist, name), old)
  await rename(unfinished, join(dist, name))
  await rm(old, { recursive: true, force: true })
}

function hashSources() {
  const hash = createHash('sha256')
  for (const source of sources) addToHash(hash, source)
  return hash.digest('hex')
}

function addToHash(hash, path) {
  const full = join(root, path)
  if (!existsSync(full)) return
  const entries = path.includes('.') ? [] : readdirSync(full, { recursive: true, withFileTypes: true })
  const files = path.includes('.')
    ? [full]
    : entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  for (const file of files.filter((name) => !/\.(test|spec)\.tsx?$/.test(name)).sort()) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
}
