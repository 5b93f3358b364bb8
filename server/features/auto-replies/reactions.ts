import { closedSince } from '#contract/working-time'
import { readWorkingHours } from '#features/working-hours'
import type { Change } from '#lib/changes'
import type { Clock } from '#lib/clock'
import type { Tx } from '#lib/db'
import type { Reactions } from '#lib/reactions'
import { addReplyJob } from './due.ts'
import { listOpenedWithText, listUntold } from './queries.ts'

/**
 * Finds the conversations in which a channel may have to say something by itself; a job says it, in a transaction of its own under the
 * chat's lock. Channels without such texts cost one look a portion, and what clients write waits for none of it.
 */
export function reactions({ clock }: { clock: Clock }): Reactions {
  return {
    'conversation.opened': async (tx, changes) => {
      for (const [accountId, numbers] of numbersByAccount(changes)) {
        const opened = await listOpenedWithText(tx, accountId, numbers)
        for (const number of opened) await addReplyJob(tx, { accountId, number, moment: 'opened' })
      }
    },
    'message.received': async (tx, changes) => {
      for (const [accountId, numbers] of numbersByAccount(changes))
        await tellClosed(tx, accountId, numbers, clock())
    },
  }
}

/** While the account works, nothing but the channels is looked at. */
async function tellClosed(tx: Tx, accountId: number, numbers: number[], now: Date): Promise<void> {
  const untold = await listUntold(tx, accountId, numbers)
  if (untold.length === 0) return
  const since = closedSince(await readWorkingHours(tx, accountId), now)
  if (since === null) return
  for (const { number, toldAt } of untold) {
    if (toldAt === null || toldAt < since) await addReplyJob(tx, { accountId, number, moment: 'written' })
  }
}

function numbersByAccount(changes: Change[]): Map<number, number[]> {
  const numbers = new Map<number, Set<number>>()
  for (const { accountId, number } of changes) {
    if (number !== null) numbers.set(accountId, (numbers.get(accountId) ?? new Set()).add(number))
  }
  return new Map([...numbers].map(([accountId, set]) => [accountId, [...set]]))
}
