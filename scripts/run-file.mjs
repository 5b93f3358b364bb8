import { isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { getEnvironment, node24, root } from './places.mjs'
import { runGuarded } from './processes.mjs'

const preload = pathToFileURL(join(root, 'scripts', 'follow-parent.mjs')).href

/** Runs a TypeScript file of ours on Node 24, with these flags for Node. Resolves with its exit code. */
export function runFile(file, args, flags = []) {
  const path = isAbsolute(file) ? file : join(root, file)
  return runGuarded(node24, [...flags, `--import=${preload}`, path, ...args], {
    env: { ...getEnvironment(), BESEDA_FOLLOWS_PARENT: '1' },
  })
}
