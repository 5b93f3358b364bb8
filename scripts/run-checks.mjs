import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from './build.mjs'
import { getEnvironment, modules, node24, root } from './places.mjs'
import { runQuietly } from './processes.mjs'

const kibibyte = 1024

const checks = [
  { name: 'types', run: () => runTool('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']) },
  { name: 'lint', run: () => runTool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'format', run: () => runTool('oxfmt/bin/oxfmt', ['--check', '.']) },
  { name: 'unused code', run: () => runTool('knip/bin/knip.js', ['--no-progress']) },
  { name: 'lockfile', run: checkLockfile },
  { name: 'web first load', run: () => checkSize('web', 300) },
  { name: 'website chat size', run: () => checkSize('widget', 25) },
]

/** Runs every check, says of each how it went and how long it took. Resolves with whether all are good. */
export async function runChecks() {
  const failed = []
  for (const { name, run } of checks) {
    process.stdout.write(`· ${name} …\n`)
    const startedAt = Date.now()
    const { isGood, output } = await run().catch((error) => ({ isGood: false, output: error.message }))
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
    if (!isGood) failed.push(name)
    if (!isGood && output.trim() !== '') console.log(`\n${output.trim()}\n`)
    console.log(`${isGood ? '✓' : '✗'} ${name}${isGood && output ? ` (${output})` : ''}, ${seconds} s`)
  }
  console.log(
    failed.length === 0 ? `All ${checks.length} checks are good.` : `Not good: ${failed.join(', ')}.`,
  )
  return failed.length === 0
}

async function runTool(script, args) {
  const { code, output } = await runQuietly(node24, [join(modules, script), ...args], {
    cwd: root,
    env: getEnvironment(),
  })
  return { isGood: code === 0, output: code === 0 ? '' : output }
}

/** An installation goes by the lockfile: it must ask for what package.json asks for. */
async function checkLockfile() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const wrong = ['dependencies', 'devDependencies'].flatMap((kind) =>
    Object.entries({ ...packages[''][kind], ...manifest[kind] })
      .filter(
        ([name]) =>
          manifest[kind]?.[name] !== packages[''][kind]?.[name] || !packages[`node_modules/${name}`],
      )
      .map(([name]) => name),
  )
  return {
    isGood: wrong.length === 0,
    output: wrong.length === 0 ? '' : `package.json and package-lock.json differ in: ${wrong.join(', ')}`,
  }
}

/** What a browser has to fetch before anything shows: the entry and its static imports, gzipped. */
async function checkSize(target, limitKb) {
  await build([target])
  const folder = join(root, 'dist', target)
  const files = listFirstLoad(folder)
  if (files.length === 0) return { isGood: false, output: `dist/${target} holds no entry to weigh` }
  const sizes = files.map((file) => ({ file, bytes: gzipSync(readFileSync(join(folder, file))).length }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const text = `${(total / kibibyte).toFixed(1)} of ${limitKb} KB gzipped, ${files.length} files`
  if (total <= limitKb * kibibyte) return { isGood: true, output: text }
  const largest = sizes.sort((a, b) => b.bytes - a.bytes).slice(0, 8)
  return {
    isGood: false,
    output: [text, ...largest.map(({ file, bytes }) => `  ${(bytes / kibibyte).toFixed(1)} KB ${file}`)].join(
      '\n',
    ),
  }
}

function listFirstLoad(folder) {
  const manifestFile = join(folder, '.vite', 'manifest.json')
  if (!existsSync(manifestFile)) return []
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const seen = new Set()
  const visit = (key) => {
    if (seen.has(key)) return
    seen.add(key)
    for (const next of manifest[key].imports ?? []) visit(next)
  }
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key)
  const files = new Set([...seen].map((key) => manifest[key].file))
  const existing = new Set(readdirSync(folder, { recursive: true }).map(String))
  return [...files].filter((file) => file.endsWith('.js') && existing.has(file))
}
