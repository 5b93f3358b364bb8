import { runFile } from './run-file.mjs'
import { runAfterSetup } from './setup.mjs'

await runAfterSetup((args) => runFile('dev/main.ts', args))
