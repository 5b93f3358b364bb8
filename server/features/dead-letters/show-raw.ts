import { mostRawLength } from '#contract/dead-letters'
import { openDeadLetter } from '#features/intake'
import type { SecretKey } from '#lib/crypto'
import type { Db } from '#lib/db'
import { AppError } from '#lib/errors'
import { findLetter } from './queries.ts'

/** The update as the messenger sent it, laid out for reading and no longer than people read. Throws `dead_letter.not_found`. */
export async function showRaw(
  deps: { db: Db; secretKey: SecretKey },
  accountId: number,
  letterId: number,
): Promise<{ raw: string; isCut: boolean }> {
  const letter = await findLetter(deps.db, accountId, letterId)
  if (!letter?.rawSealed) throw new AppError('dead_letter.not_found')
  const text = JSON.stringify(
    JSON.parse(openDeadLetter(deps.secretKey, accountId, letter.rawSealed)),
    null,
    2,
  )
  return { raw: text.slice(0, mostRawLength), isCut: text.length > mostRawLength }
}
