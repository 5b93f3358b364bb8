import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './places.mjs'
import { runFile } from './run-file.mjs'
import { runAfterSetup, SetupError } from './setup.mjs'

await runAfterSetup(([name, ...args]) => {
  const file = join(root, 'bench', `${name}.ts`)
  if (!name || !/^[a-z-]+$/.test(name) || !existsSync(file)) {
    throw new SetupError(`Usage: npm run bench -- NAME\nNAME is one of: ${listBenches().join(', ')}`)
  }
  return runFile(file, args)
})

function listBenches() {
  const folder = join(root, 'bench')
  const files = existsSync(folder) ? readdirSync(folder) : []
  return files
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .map((file) => file.slice(0, -3))
}
