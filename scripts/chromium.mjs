import { delimiter, join } from 'node:path'
import { isExecutable } from './places.mjs'
import { runQuietly } from './processes.mjs'
import { withProgress } from './progress.mjs'
import { SetupError } from './setup.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

/** The browser for the browser tests; on a Debian machine that is ours (root) it is installed if it is missing. */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (process.getuid?.() === 0 && findOnPath('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const result = await withProgress('Installing Chromium for the browser tests with apt-get', async () => {
      const update = await runQuietly('apt-get', ['update'], { env })
      const install = await runQuietly('apt-get', ['install', '-y', 'chromium'], { env })
      return { output: `${update.output}\n${install.output}` }
    })
    const installed = findChromium()
    if (installed) return installed
    throw new SetupError(
      `apt-get could not install Chromium:\n\n${result.output.trim().split('\n').slice(-20).join('\n')}`,
    )
  }
  throw new SetupError(
    'The browser tests need Chromium or Google Chrome, and none was found.\n' +
      (process.platform === 'darwin'
        ? 'Install Google Chrome (for instance: brew install --cask google-chrome).'
        : 'Install it (on Debian and Ubuntu: sudo apt-get install chromium).') +
      '\nOr set CHROMIUM_PATH to the program.',
  )
}

function findChromium() {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) {
    if (isExecutable(chosen)) return chosen
    throw new SetupError(`CHROMIUM_PATH is ${chosen}, which is not a program.`)
  }
  return names.map(findOnPath).find(Boolean) ?? applications.find(isExecutable)
}

function findOnPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((entry) => join(entry, name))
    .find(isExecutable)
}
