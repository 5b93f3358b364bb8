import { build } from './build.mjs'
import { runFile } from './run-file.mjs'
import { runAfterSetup } from './setup.mjs'

await runAfterSetup(async (args) => {
  // The web is served from its sources; the website chat is one classic script that has to be built.
  await build(['widget'])
  return runFile('dev/main.ts', args)
})
