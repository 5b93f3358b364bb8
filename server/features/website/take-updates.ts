import type { WebsiteDeps } from './website-deps.ts'

type At = { accountId: number; channelId: number }
type Update = Record<string, unknown>

/** Takes what a visitor did into the account, by the same road as every messenger's updates. */
export async function takeUpdates(deps: WebsiteDeps, at: At, updates: Update[]): Promise<void> {
  if (updates.length === 0) return
  const items = updates.flatMap((update) => deps.messenger.receive(update, deps.clock()))
  await deps.take({ accountId: at.accountId, id: at.channelId, kind: 'website' }, items, updates)
}
