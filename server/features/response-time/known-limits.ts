import type { Db, Read } from '#lib/db'
import { readLimits, type ResponseLimits } from './limits.ts'

/**
 * Keeps the limits of accounts in this process, so that a message pays nothing for them. They may be former ones: whoever writes a
 * due time compares the version in the same statement, and reads them anew when it is another.
 */
export type KnownLimits = {
  /** As they were when somebody looked last. */
  ofAccount(accountId: number): Promise<ResponseLimits>
  /** As they are, given the version that was read in this transaction; null: none was. */
  current(tx: Read, accountId: number, version: number | null): Promise<ResponseLimits>
}

const mostAccounts = 10_000

export function createKnownLimits(db: Db): KnownLimits {
  const known = new Map<number, ResponseLimits>()
  async function look(from: Read, accountId: number): Promise<ResponseLimits> {
    const limits = await readLimits(from, accountId)
    if (known.size >= mostAccounts) known.clear()
    known.set(accountId, limits)
    return limits
  }
  return {
    ofAccount: async (accountId) => known.get(accountId) ?? look(db, accountId),
    async current(tx, accountId, version) {
      const limits = known.get(accountId)
      if (limits && limits.version === version) return limits
      return look(tx, accountId)
    },
  }
}
