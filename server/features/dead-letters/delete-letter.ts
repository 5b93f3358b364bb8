import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { lockLetter, markDeleted } from './queries.ts'
import { tellLetter } from './tell-letter.ts'

/** Deletes what an update brought; that there was one, who deleted it and when stay. Throws `dead_letter.not_found`. */
export async function deleteLetter(
  tx: Tx,
  who: { accountId: number; userId: number },
  letterId: number,
  at: Date,
): Promise<void> {
  const { accountId, userId } = who
  const letter = await lockLetter(tx, accountId, letterId)
  if (!letter || letter.isTaken) throw new AppError('dead_letter.not_found')
  if (letter.isDeleted) return
  await markDeleted(tx, accountId, letterId, { by: userId, at })
  await tellLetter(tx, who, 'dead_letter.deleted', letter, at)
}
