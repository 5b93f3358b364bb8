import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './places.mjs'
import { runFile } from './run-file.mjs'
import { runAfterSetup, SetupError } from './setup.mjs'

/** A small young generation: a large one is cleared in one go, and the measuring process would stand still for 30 ms while it waits. */
const benchFlags = ['--max-semi-space-size=2']

await runAfterSetup(([name, ...args]) => {
  const file = join(root, 'bench', `${name}.ts`)
  if (!name || !/^[a-z-]+$/.test(name) || !existsSync(file)) {
    throw new SetupError(`Usage: npm run bench -- NAME\nNAME is one of: ${listBenches().join(', ')}`)
  }
  return runFile(file, args, benchFlags)
})

function listBenches() {
  const folder = join(root, 'bench')
  const files = existsSync(folder) ? readdirSync(folder) : []
  return files
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .map((file) => file.slice(0, -3))
}
