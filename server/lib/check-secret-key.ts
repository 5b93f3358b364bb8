import { seal, unseal, type SecretKey } from './crypto.ts'
import type { Db } from './db.ts'
import { DatabaseUnfit } from './open-database.ts'

const word = 'beseda'
const context = 'installation'

/**
 * Whether this is the key the secrets of the database were sealed with; the first start leaves the mark. Throws
 * DatabaseUnfit, so that a node with another key stops at once and not at the first token it cannot read.
 */
export async function checkSecretKey(db: Db, secretKey: SecretKey): Promise<void> {
  await db
    .updateTable('installation')
    .set({ key_mark: seal(secretKey, word, context) })
    .where('key_mark', 'is', null)
    .execute()
  const { key_mark: mark } = await db.selectFrom('installation').select('key_mark').executeTakeFirstOrThrow()
  if (mark !== null && opens(secretKey, mark)) return
  throw new DatabaseUnfit(
    'SECRET_KEY: the secrets of this database are sealed with another key. Give every node the key of the first one (SECRET_KEY, or the file secret.key of its DATA_DIR); if it is lost, see docs/operations.md. · SECRET_KEY: секреты этой базы закрыты другим ключом; дайте каждому узлу ключ первого; если он потерян — docs/operations.md.',
  )
}

function opens(secretKey: SecretKey, mark: string): boolean {
  try {
    return unseal(secretKey, mark, context) === word
  } catch {
    return false
  }
}
