import { runChecks } from './run-checks.mjs'
import { describeResult, isGood, runTests } from './run-tests.mjs'
import { runAfterSetup } from './setup.mjs'

// What `npm run check` and `npm test` do, in one go, so that the count of the tests is the last line.
await runAfterSetup(async () => {
  const areChecksGood = await runChecks()
  const result = await runTests([])
  console.log(describeResult(result))
  return areChecksGood && isGood(result) ? 0 : 1
})
