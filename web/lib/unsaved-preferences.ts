import type { Me, Preferences } from '#contract/people'

const unsaved = new Set<Partial<Preferences>>()

/** Keeps a change before all that is read until `saving` has ended, well or not: what was asked for before it does not know it. */
export async function keepUntilSaved(changes: Partial<Preferences>, saving: Promise<unknown>): Promise<void> {
  unsaved.add(changes)
  try {
    await saving
  } finally {
    unsaved.delete(changes)
  }
}

/** What was read, with what is on its way to the server; the last change stands. */
export function withUnsaved(me: Me): Me {
  if (unsaved.size === 0) return me
  const preferences = Object.assign({}, me.user.preferences, ...unsaved)
  return { ...me, user: { ...me.user, preferences } }
}
