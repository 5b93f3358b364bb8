import { readdir, readFile } from 'node:fs/promises'
import type { BenchProduct } from './product.ts'

const tickMs = 10

/** `childrenMs`: of children that have ended and were waited for. */
type ProcessTime = { parent: number; ms: number; childrenMs: number }

/** Processor time that a process has used so far; null when it is gone, or where there is no /proc. */
async function timeOf(pid: number | string): Promise<ProcessTime | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  // The name may hold anything; behind its bracket: state, parent, …, user and system ticks, the same of children.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const sum = (one: number, other: number): number => (Number(fields[one]) + Number(fields[other])) * tickMs
  return { parent: Number(fields[1]), ms: sum(11, 12), childrenMs: sum(13, 14) }
}

/** What a process, this one too, has used so far, in ms. */
export async function readProcessMs(pid: number): Promise<number> {
  return (await timeOf(pid))?.ms ?? 0
}

/** What server and PostgreSQL have used so far, in ms: counted in processor time it matters little who else is at work. */
export async function readProcessorMs({
  pid,
  database,
}: BenchProduct): Promise<{ server: number; postgres: number }> {
  const { rows } = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const backend = await timeOf(rows[0]?.pid ?? 0)
  const server = await timeOf(pid)
  // A connection that was closed meanwhile is counted with its parent.
  let postgres = backend ? ((await timeOf(backend.parent))?.childrenMs ?? 0) : 0
  for (const name of await readdir('/proc').catch(() => [])) {
    const each = /^\d+$/.test(name) ? await timeOf(name) : null
    if (backend && each?.parent === backend.parent) postgres += each.ms
  }
  return { server: server?.ms ?? 0, postgres }
}
