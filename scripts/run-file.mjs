import { isAbsolute, join } from 'node:path'
import { getEnvironment, node24, root } from './places.mjs'
import { runGuarded } from './processes.mjs'

/** Runs a TypeScript file of ours on Node 24. Resolves with its exit code. */
export function runFile(file, args) {
  return runGuarded(node24, [isAbsolute(file) ? file : join(root, file), ...args], { env: getEnvironment() })
}
