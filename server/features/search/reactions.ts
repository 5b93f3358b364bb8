import type { Change } from '#lib/changes'
import type { Tx } from '#lib/db'
import type { Reactions } from '#lib/reactions'
import { indexMessages } from './index-messages.ts'

/** Every change of what a message says, new ones too, brings the search up to what the message is now. */
export const reactions: Reactions = {
  'message.received': index,
  'message.queued': index,
  'message.edited': index,
  'message.deleted': index,
  'message.changed': index,
}

async function index(tx: Tx, changes: Change[]): Promise<void> {
  const accounts = [...Map.groupBy(changes, (change) => change.accountId)]
  for (const [accountId, some] of accounts.toSorted(([one], [other]) => one - other)) {
    const ids = some.flatMap((change) => change.messageId ?? [])
    await indexMessages(tx, accountId, ids)
  }
}
