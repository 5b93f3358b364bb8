import { fork } from 'node:child_process'
import { once } from 'node:events'
import { serverFlags } from '../../scripts/server-flags.mjs'
import type { BareRequest, BareWork } from './bare-sender.ts'

export type BareLoop = {
  /** Posts all of it, of each chat one at a time; noted in `notes`, a database. @returns how many seconds it took. */
  send(chats: BareRequest[][], notes?: string): Promise<number>
  pid: number
  close(): void
}

/** The bare loop runs as the product does: in a process of its own, with the product's flags. */
export function startBareLoop(): BareLoop {
  const child = fork(new URL('./bare-sender.ts', import.meta.url), { execArgv: serverFlags })
  return {
    async send(chats, notes) {
      const work: BareWork = { chats, ...(notes !== undefined && { notes }) }
      child.send(work)
      const [seconds]: unknown[] = await once(child, 'message')
      if (typeof seconds !== 'number') throw new Error('The bare loop told no time')
      return seconds
    },
    pid: child.pid ?? 0,
    close: () => child.kill(),
  }
}
