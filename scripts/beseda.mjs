import { runFile } from './run-file.mjs'
import { runAfterSetup } from './setup.mjs'

await runAfterSetup((args) => runFile('server/cli.ts', args))
