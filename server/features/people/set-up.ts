import type { Language } from '#contract/common'
import { isSameSecret } from '#lib/crypto'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { createAccount } from './create-account.ts'
import type { PeopleDeps } from './people-deps.ts'
import { hashSetupCode } from './prepare-setup.ts'
import { lockInstallation, updateSetupCode } from './queries.ts'

export type SetupInput = {
  code: string
  company: string
  name: string
  email: string
  password: string
  language: Language
  timeZone: string
  currency: string
  country: string
}

/** Makes the first account and uses the code up. Of two at once the second finds it done. */
export async function setUp(deps: PeopleDeps, input: SetupInput): Promise<void> {
  const { code, company, name, email, password, ...place } = input
  await inTransaction(deps.db, async (tx) => {
    const { setupCodeHash, hasAccount } = await lockInstallation(tx)
    if (hasAccount) throw new AppError('setup.already_done')
    if (!setupCodeHash || !isSameSecret(hashSetupCode(code), setupCodeHash)) {
      throw new AppError('setup.wrong_code')
    }
    await createAccount(tx, deps, { company, admin: { name, email, password }, ...place })
    await updateSetupCode(tx, null)
  })
}
