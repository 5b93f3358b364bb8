import { runFile } from './run-file.mjs'
import { runAfterSetup, SetupError } from './setup.mjs'

await runAfterSetup(([file, ...args]) => {
  if (!file) throw new SetupError('Usage: node scripts/run.mjs FILE [arguments]')
  return runFile(file, args)
})
