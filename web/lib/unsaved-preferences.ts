import type { Me, Preferences } from '#contract/people'

type Changes = Partial<Preferences>

const unsaved = new Set<Changes>()
/** For each read that is under way, what it may not know. */
const reads = new Set<Changes[]>()

/** Keeps a change before all that is read until `saving` has ended, well or not: what was asked for before it does not know it. */
export async function keepUntilSaved(changes: Changes, saving: Promise<unknown>): Promise<void> {
  unsaved.add(changes)
  for (const unknown of reads) unknown.push(changes)
  try {
    await saving
  } finally {
    unsaved.delete(changes)
  }
}

/**
 * What `read` gives, with what is on its way to the server or was when the read began; the last change stands. An answer may be late:
 * saved meanwhile is not yet known to it.
 */
export async function withUnsaved(read: Promise<Me>): Promise<Me> {
  const unknown = [...unsaved]
  reads.add(unknown)
  try {
    const me = await read
    if (unknown.length === 0) return me
    const preferences = Object.assign({}, me.user.preferences, ...unknown)
    return { ...me, user: { ...me.user, preferences } }
  } finally {
    reads.delete(unknown)
  }
}
