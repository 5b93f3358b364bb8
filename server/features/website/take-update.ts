import type { WebsiteDeps } from './website-deps.ts'

type At = { accountId: number; channelId: number }

/** Takes what a visitor did into the account, by the same road as every messenger's updates. */
export async function takeUpdate(deps: WebsiteDeps, at: At, update: Record<string, unknown>): Promise<void> {
  const items = deps.messenger.receive(update, deps.clock())
  await deps.take({ accountId: at.accountId, id: at.channelId, kind: 'website' }, items, update)
}
