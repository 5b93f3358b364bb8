import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { getEnvironment, modules, node24, root } from './places.mjs'
import { runVisibly } from './processes.mjs'
import { SetupError } from './setup.mjs'

/**
 * Runs Vitest (`args`: its own filters and options) and counts. What stands in the way (no browser, a build that fails, a
 * file that cannot be loaded) is told and counts as one failure each; the other tests run all the same.
 */
export async function runTests(args) {
  const env = getEnvironment()
  const obstacles = []
  const attempt = (work) => work().catch((error) => obstacles.push(error))
  if (needsBrowser(args)) {
    await attempt(async () => {
      env.CHROMIUM_PATH = await ensureChromium()
    })
  }
  await attempt(() => build())
  for (const error of obstacles)
    console.error(`\n${error instanceof SetupError ? error.message : error.stack}\n`)
  const result = await runVitest(args, env)
  return { passed: result.passed, failed: result.failed + obstacles.length }
}

async function runVitest(args, env) {
  const folder = await mkdtemp(join(tmpdir(), 'beseda-report-'))
  try {
    const report = join(folder, 'report.json')
    const code = await runVisibly(
      node24,
      [
        join(modules, 'vitest', 'vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...args,
      ],
      { cwd: root, env },
    )
    return count(code, await readFile(report, 'utf8').catch(() => undefined))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The line that ends every test run, also in CI. */
export function describeResult({ passed, failed }) {
  return `${passed} passed, ${failed} failed`
}

/** No test at all is a failure too: a check has to prove that it looked. */
export function isGood({ passed, failed }) {
  return failed === 0 && passed > 0
}

function count(code, text) {
  if (text === undefined) return { passed: 0, failed: 1 }
  const report = JSON.parse(text)
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = report.numFailedTests + unloaded.length
  // Errors outside any test (an unhandled rejection, a failed teardown) show in the exit code alone.
  return { passed: report.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed }
}

function needsBrowser(args) {
  const folder = join(root, 'tests', 'browser')
  const hasSpecs =
    existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => name.endsWith('.spec.ts'))
  const filters = args.filter((arg) => !arg.startsWith('-'))
  return hasSpecs && (filters.length === 0 || filters.some((filter) => /tests|browser|spec/.test(filter)))
}
