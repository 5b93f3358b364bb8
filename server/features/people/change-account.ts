import { sql } from 'kysely'
import type { EndpointInput } from '#contract/endpoint'
import type { changeAccount as contract, Me } from '#contract/people'
import { inTransaction, type Tx } from '#lib/db'
import { change, emit } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { getMe } from './get-me.ts'
import type { PeopleDeps } from './people-deps.ts'

type Details = { name: string; currency: string; country: string }

/** Changes what is named of the company's details. Sums are not converted: they are told in the new currency from now on. */
export async function changeAccount(
  deps: PeopleDeps,
  caller: Caller,
  wanted: EndpointInput<typeof contract>,
): Promise<Me> {
  return inTransaction(deps.db, async (tx) => {
    const before = await lockDetails(tx, caller.accountId)
    const after = { ...before, ...withoutMissing(wanted) }
    const names = (['name', 'currency', 'country'] as const).filter((name) => before[name] !== after[name])
    if (names.length > 0) {
      await sql`update accounts set name = ${after.name}, currency = ${after.currency}, country = ${after.country}
        where id = ${caller.accountId}`.execute(tx)
      const of = (details: Details): Partial<Details> =>
        Object.fromEntries(names.map((name) => [name, details[name]]))
      await emit(tx, {
        accountId: caller.accountId,
        type: 'account.changed',
        actor: { kind: 'user', id: caller.userId },
        road: 'hand',
        subject: { kind: 'account', id: caller.accountId },
        before: of(before),
        after: of(after),
        at: deps.clock(),
      })
      // Everybody's sums and the company's name follow.
      await change(tx, { accountId: caller.accountId, topic: 'users' })
    }
    return getMe(tx, caller)
  })
}

async function lockDetails(tx: Tx, accountId: number): Promise<Details> {
  const { rows } = await sql<Details>`
    select name, currency, country from accounts where id = ${accountId} for no key update`.execute(tx)
  const [details] = rows
  if (!details) throw new Error('There is no such account')
  return details
}

function withoutMissing(wanted: Partial<Record<keyof Details, string | undefined>>): Partial<Details> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
}
