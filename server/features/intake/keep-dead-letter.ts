import { sql } from 'kysely'
import type { DeadLetterKind, DeadLetterReason } from '#contract/dead-letters'
import { seal, sign, unseal, type SecretKey } from '#lib/crypto'
import { inTransaction, type Db } from '#lib/db'
import { change } from '#lib/events'
import { describeError } from '#lib/log'

/**
 * Keeps the raw update, sealed, so that an admin can have it taken again after a fix. The same update, brought again by its
 * messenger or failing in several of its parts, is kept once.
 */
export async function keepDeadLetter(
  deps: { db: Db; secretKey: SecretKey },
  channel: { accountId: number; id: number },
  raw: unknown,
  error: unknown,
  reason: DeadLetterReason,
): Promise<void> {
  const text = JSON.stringify(raw) ?? 'null'
  const { accountId } = channel
  await inTransaction(deps.db, async (tx) => {
    await tx
      .insertInto('dead_letters')
      .values({
        account_id: accountId,
        channel_id: channel.id,
        raw_sealed: seal(deps.secretKey, text, contextOf(accountId)),
        raw_key: sign(deps.secretKey, 'dead-letter', text),
        kind: kindOf(raw),
        reason,
        ...describeTrouble(error),
        size_bytes: Buffer.byteLength(text),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'channel_id', 'raw_key'])
          .where(sql.ref('replayed_at'), 'is', null)
          .where(sql.ref('deleted_at'), 'is', null)
          .doNothing(),
      )
      .execute()
    await change(tx, { accountId, topic: 'dead_letters' })
  })
}

/** The update as text, as it was kept. */
export function openDeadLetter(secretKey: SecretKey, accountId: number, sealed: string): string {
  return unseal(secretKey, sealed, contextOf(accountId))
}

/** The error in the program's words, and what it has in common with others of its sort. */
export function describeTrouble(error: unknown): { error: string; error_key: string } {
  const message = String(describeError(error)['message']).slice(0, 1000)
  const sort = message.replaceAll(/"[^"]*"|'[^']*'/g, '…').replaceAll(/-?\d[\d.e+]*/g, '0')
  return { error: message, error_key: sort.slice(0, 200) }
}

function contextOf(accountId: number): string {
  return `dead-letter:${accountId}`
}

/** By the messengers' own names: of an event (Viber), its type (VK), or the only field beside the id (Telegram). */
const kinds: [RegExp, DeadLetterKind][] = [
  [/edit/, 'edit'],
  [/reaction/, 'reaction'],
  [/callback|message_event/, 'press'],
  [/read|seen|delivered|failed/, 'receipt'],
  [/member|subscribed|allow|deny/, 'block'],
  [/message|post/, 'message'],
]

function kindOf(raw: unknown): DeadLetterKind {
  const update: unknown = Array.isArray(raw) ? raw[0] : raw
  if (typeof update !== 'object' || update === null) return 'other'
  const named = 'event' in update ? update.event : 'type' in update ? update.type : null
  const name =
    typeof named === 'string' ? named : (Object.keys(update).find((key) => key !== 'update_id') ?? '')
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'
}
