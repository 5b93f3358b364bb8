import { sql } from 'kysely'
import { isSameSecret } from '#lib/crypto'
import type { Read } from '#lib/db'
import { hashSetupCode } from './prepare-setup.ts'

/** Whether the wizard would take this one-time code: another node that has started since has made a newer one. */
export async function isCurrentCode(db: Read, code: string): Promise<boolean> {
  const { rows } = await sql<{ hash: string | null }>`
    select setup_code_hash as hash from installation`.execute(db)
  const hash = rows[0]?.hash
  return hash ? isSameSecret(hashSetupCode(code), hash) : false
}
