import { build } from './build.mjs'
import { runFile } from './run-file.mjs'
import { serverFlags } from './server-flags.mjs'
import { runAfterSetup } from './setup.mjs'

await runAfterSetup(async (args) => {
  await build()
  return runFile('server/main.ts', args, serverFlags)
})
