import { isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { getEnvironment, node24, root } from './places.mjs'
import { runGuarded } from './processes.mjs'

const preload = pathToFileURL(join(root, 'scripts', 'follow-parent.mjs')).href

/** Runs a TypeScript file of ours on Node 24. Resolves with its exit code. */
export function runFile(file, args) {
  const path = isAbsolute(file) ? file : join(root, file)
  return runGuarded(node24, [`--import=${preload}`, path, ...args], {
    env: { ...getEnvironment(), BESEDA_FOLLOWS_PARENT: '1' },
  })
}
