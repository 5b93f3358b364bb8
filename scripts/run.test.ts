import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'

const script = join(import.meta.dirname, 'run.mjs')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beseda run '))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function start(program: string): Promise<{ child: ChildProcess; lines: AsyncIterator<string> }> {
  const file = join(folder, 'program.ts')
  await writeFile(file, program)
  const child = spawn(process.execPath, [script, file, 'один', 'two words'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('the child has no output')
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() }
}

test('a TypeScript file runs on Node 24 with its arguments, and its exit code is passed on', async () => {
  const { child, lines } = await start(`
    const major: string = process.versions.node.split('.')[0] ?? ''
    console.log(JSON.stringify([major, ...process.argv.slice(2)]))
    process.exitCode = 42`)
  const ended = once(child, 'exit')
  expect((await lines.next()).value).toBe(JSON.stringify(['24', 'один', 'two words']))
  expect(await ended).toEqual([42, null])
})

test('one Ctrl-C, which npm delivers twice, reaches the program once and lets it end in its own time', async () => {
  const { child, lines } = await start(`
    let count = 0
    process.on('SIGINT', () => {
      count += 1
      console.log('stopping')
    })
    process.on('SIGTERM', () => {
      console.log('count ' + count)
      process.exit(7)
    })
    setInterval(() => undefined, 60_000)
    console.log('ready')`)
  const ended = once(child, 'exit')
  expect((await lines.next()).value).toBe('ready')
  child.kill('SIGINT')
  expect((await lines.next()).value).toBe('stopping')
  child.kill('SIGINT')
  child.kill('SIGTERM')
  expect((await lines.next()).value).toBe('count 1')
  expect(await ended).toEqual([7, null])
})

test('when the script itself is killed hard, the program is asked to stop instead of living on', async () => {
  const { child, lines } = await start(`
    process.on('SIGTERM', () => {
      console.log('stopping in order')
      process.exit()
    })
    setInterval(() => undefined, 60_000)
    console.log('ready')`)
  expect((await lines.next()).value).toBe('ready')
  child.kill('SIGKILL')
  expect((await lines.next()).value).toBe('stopping in order')
})
