import { sql } from 'kysely'
import type { ChannelRef, IncomingMeeting } from '#channels/channel'
import { hashToken } from '#lib/crypto'
import type { Db } from '#lib/db'

/** What start links of ours bring along, among whatever campaigns put into theirs. */
const ourToken = /^c_[\w-]{22}$/

/** How the token is kept that somebody came with; null when there is none. */
export function startHashOf(source: Record<string, string> | null): string | null {
  const token = Object.values(source ?? {}).find((value) => ourToken.test(value))
  return token === undefined ? null : hashToken(token)
}

/** Somebody opened the chat by a link: when he writes, his message does not say so again. */
export async function noteMeeting(
  { db }: { db: Db },
  channel: ChannelRef,
  met: IncomingMeeting,
): Promise<void> {
  const hash = startHashOf(met.source)
  if (hash === null) return
  await sql`update start_links set met_external_id = ${met.chat} where account_id = ${channel.accountId}
    and token_hash = ${hash} and channel_id = ${channel.id} and used_at is null`.execute(db)
}
