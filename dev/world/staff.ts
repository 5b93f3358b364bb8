import { findViewer } from '#features/access'
import { createAccount, createUser } from '#features/people'
import { inTransaction } from '#lib/db'
import type { Caller } from '#lib/http/route'
import { fillAccount } from '../../server/features.ts'
import { colleagues, type ColleagueKey } from './cast.ts'
import type { Doors } from './doors.ts'

export type Staff = { accountId: number } & Record<ColleagueKey, Caller>

/** Makes the account with its colleagues, who all sign in with one password. */
export async function hireStaff(doors: Doors, password: string): Promise<Staff> {
  const { deps, clock } = doors
  const { anna, ...others } = colleagues
  const { accountId, ids } = await inTransaction(doors.database.db, async (tx) => {
    const { account, userId } = await createAccount(
      tx,
      { ...deps, onAccountCreated: fillAccount(deps.clock) },
      {
        company: 'Зерно и пар (демо)',
        language: 'ru',
        timeZone: 'Europe/Moscow',
        currency: 'RUB',
        country: 'RU',
        admin: { ...anna, password },
        followsBrowser: true,
      },
    )
    const made = new Map<string, number>([['anna', userId]])
    for (const [key, person] of Object.entries(others)) {
      const user = { ...person, accountId: account.id, password, at: clock.now }
      made.set(key, await createUser(tx, deps, user))
    }
    return { accountId: account.id, ids: made }
  })
  const caller = async (key: ColleagueKey): Promise<Caller> => {
    const userId = ids.get(key) ?? 0
    const viewer = await findViewer(doors.database.db, accountId, userId)
    if (!viewer) throw new Error(`${key} is not in the account`)
    return { ...viewer, name: colleagues[key].name, roleId: 0 }
  }
  return {
    accountId,
    anna: await caller('anna'),
    boris: await caller('boris'),
    vera: await caller('vera'),
    gleb: await caller('gleb'),
    daria: await caller('daria'),
  }
}
