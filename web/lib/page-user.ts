/*
 * Whom this page is shown to. Tabs share one session and a page outlives a sign-in: so every call says for whom it is made, and
 * what belongs to one user and lives beside the answers of the server ends with him.
 */
let current: number | null = null
const endings = new Set<() => void>()

/** The user's id; null while nobody is signed in, as far as the page knows. */
export const pageUserId = (): number | null => current

/** The page is shown to this user from now on. */
export function setPageUser(userId: number | null): void {
  if (userId === current) return
  current = userId
  for (const end of endings) end()
}

/** Calls `end` whenever the page comes to be another's or nobody's, before anything is done for the next one. */
export function onUserLeft(end: () => void): () => void {
  endings.add(end)
  return () => endings.delete(end)
}
