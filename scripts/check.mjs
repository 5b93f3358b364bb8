import { runChecks } from './run-checks.mjs'
import { runAfterSetup } from './setup.mjs'

await runAfterSetup(async () => ((await runChecks()) ? 0 : 1))
