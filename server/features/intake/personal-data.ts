import { sql } from 'kysely'
import type { SecretKey } from '#lib/crypto'
import type { Read } from '#lib/db'
import { hasAny } from '#lib/like'
import type { PersonalData, PersonTrace } from '#lib/personal-data'
import { openDeadLetter } from './keep-dead-letter.ts'

type Sealed = { id: number; rawSealed: string | null; error: string }

/**
 * Updates that could not be taken: sealed, so each is opened and looked through for what only this person is known by. One of
 * somebody with the same name stays: it may still be taken.
 */
export function personalData({ secretKey }: { secretKey: SecretKey }): PersonalData[] {
  async function ofPerson(db: Read, { accountId, chatIds, ids: known }: PersonTrace): Promise<number[]> {
    const { rows } = await sql<Sealed>`
      select d.id, d.raw_sealed as "rawSealed", d.error from dead_letters d where d.account_id = ${accountId}
        and d.channel_id in (select c.channel_id from chats c where c.account_id = ${accountId} and c.id = any(${chatIds}::uuid[]))
        and (d.raw_sealed is not null or d.error <> '')`.execute(db)
    return rows.flatMap(({ id, rawSealed, error }) => {
      const raw = rawSealed === null ? '' : openDeadLetter(secretKey, accountId, rawSealed)
      return hasAny(`${raw}\n${error}`, known) ? [id] : []
    })
  }
  return [
    {
      kind: 'letters',
      count: async (db, trace) => (await ofPerson(db, trace)).length,
      async erase(tx, trace, now) {
        const ids = await ofPerson(tx, trace)
        await sql`update dead_letters set raw_sealed = null, raw_key = null, error = '', error_key = '', deleted_at = coalesce(deleted_at, ${now})
          where account_id = ${trace.accountId} and id = any(${ids}::bigint[])`.execute(tx)
      },
    },
  ]
}
