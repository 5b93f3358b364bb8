import { describeResult, isGood, runTests } from './run-tests.mjs'
import { runAfterSetup } from './setup.mjs'

await runAfterSetup(async (args) => {
  const result = await runTests(args)
  console.log(describeResult(result))
  return isGood(result) ? 0 : 1
})
