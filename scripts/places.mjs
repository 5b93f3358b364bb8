import { accessSync, constants } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const modules = join(root, 'node_modules')
/** Node 24 as npm brings it: what every part of the product runs on. */
export const node24 = join(modules, 'node', 'bin', 'node')

/** The environment of everything we start: our Node first, so that `#!/usr/bin/env node` finds it too. */
export function getEnvironment() {
  return { ...process.env, PATH: [dirname(node24), join(modules, '.bin'), getOutsidePath()].join(delimiter) }
}

/** PATH without this folder's own programs, which an installation deletes and makes anew. */
export function getOutsidePath() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => entry !== '' && !entry.startsWith(modules + sep))
    .join(delimiter)
}

/** The machine's own Node: the one an installation may run on. */
export function findMachineNode() {
  for (const entry of getOutsidePath().split(delimiter)) {
    const candidate = join(entry, 'node')
    if (isExecutable(candidate)) return candidate
  }
  return process.execPath
}

export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
