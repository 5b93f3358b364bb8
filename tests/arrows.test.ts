import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { featureArrows } from '../oxlint.config.ts'

const root = new URL('..', import.meta.url).pathname
let copy = ''

/** A tree of the same folders as the project's, each with one file that imports what it must not. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'beseda-arrows-'))
  await cp(join(root, 'oxlint.config.ts'), join(copy, 'oxlint.config.ts'))
  await cp(join(root, 'package.json'), join(copy, 'package.json'))
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rm(copy, { recursive: true, force: true }))

/** Every folder below the given ones that holds source files. */
async function foldersOf(...tops: string[]): Promise<string[]> {
  const found = new Set<string>()
  for (const top of tops) {
    for (const entry of await readdir(join(root, top), { recursive: true, withFileTypes: true })) {
      const folder = join(entry.parentPath, '.').slice(root.length)
      if (entry.isFile() && /\.tsx?$/.test(entry.name)) found.add(folder)
    }
  }
  return [...found]
}

/** Which of the probes the lint complains about. */
async function findCaught(probes: Map<string, string>): Promise<Set<string>> {
  for (const [file, forbidden] of probes) {
    await mkdir(dirname(join(copy, file)), { recursive: true })
    await writeFile(
      join(copy, file),
      `import { thing } from '${forbidden}'\nexport const probe: unknown = thing\n`,
    )
  }
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'node_modules/oxlint/bin/oxlint'), '--format=unix', ...probes.keys()],
      { cwd: copy, maxBuffer: 1e8 },
      (_error, stdout) => resolve(stdout),
    )
  })
  const lines = output.split('\n').filter((line) => line.includes('no-restricted-imports'))
  return new Set([...probes.keys()].filter((file) => lines.some((line) => line.startsWith(`${file}:`))))
}

const forbiddenFor: Record<string, string> = {
  contract: '#lib/db',
  'server/lib': '#features/deals',
  'server/channels': '#features/deals',
  'server/features': '#features/nothing',
  'web/ui': '../features/imbox/labels.ts',
  'web/lib': '../features/imbox/labels.ts',
  web: '#lib/db',
  widget: '#lib/db',
}

test('the lint sees every folder: a forbidden import is caught in each', async () => {
  const folders = await foldersOf(
    'contract',
    'server/lib',
    'server/channels',
    'server/features',
    'web',
    'widget',
  )
  expect(folders.length).toBeGreaterThan(30)
  const probes = new Map<string, string>()
  for (const folder of folders) {
    const rule = Object.keys(forbiddenFor)
      .filter((top) => folder === top || folder.startsWith(`${top}/`))
      .toSorted((one, other) => other.length - one.length)[0]
    const [, feature] = /^server\/features\/([^/]+)/.exec(folder) ?? []
    probes.set(`${folder}/probe.ts`, feature ? forbiddenFeature(feature) : (forbiddenFor[rule ?? ''] ?? ''))
  }
  const caught = await findCaught(probes)
  expect([...probes.keys()].filter((file) => !caught.has(file))).toEqual([])
})

test('an allowed import is not caught', async () => {
  const allowed = Object.entries(featureArrows).flatMap(([name, others]) =>
    others.map((other): [string, string] => [
      `server/features/${name}/may-${other}.ts`,
      `#features/${other}`,
    ]),
  )
  expect(await findCaught(new Map([...allowed, ['contract/may.ts', 'zod']]))).toEqual(new Set())
})

test('the table of arrows names every feature, and nothing else', async () => {
  const features = await readdir(join(root, 'server/features'))
  expect(Object.keys(featureArrows).toSorted()).toEqual(features.toSorted())
})

test('the arrows have no cycle', () => {
  const level = (name: string, path: string[]): number => {
    expect(path).not.toContain(name)
    return 1 + Math.max(0, ...(featureArrows[name] ?? []).map((other) => level(other, [...path, name])))
  }
  for (const name of Object.keys(featureArrows)) level(name, [])
})

/** A feature that this one may not import. */
function forbiddenFeature(name: string): string {
  const other = Object.keys(featureArrows).find((one) => one !== name && !featureArrows[name]?.includes(one))
  return `#features/${other ?? 'nothing'}`
}
