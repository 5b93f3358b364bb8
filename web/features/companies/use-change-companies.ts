import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { changeCompanies } from '#contract/companies'
import type { CompanyRow } from '#contract/companies'
import type { EndpointInput, EndpointOutput } from '#contract/endpoint'
import { call } from '../../lib/api.ts'
import { say } from '../../lib/words.ts'
import { errorToast, failureToast, undoToast } from '../../ui/toasts.tsx'
import { liveCompanies } from './company-list.ts'
import { companyWords } from './labels.ts'

type Change = EndpointInput<typeof changeCompanies>['changes'][number]
type Outcome = EndpointOutput<typeof changeCompanies>

/** Gives companies another responsible where they are listed: seen at once, put back when refused, and undone for whoever asks. */
export function useAssignCompanies(): (
  companies: readonly CompanyRow[],
  responsibleUserId: number | null,
) => Promise<void> {
  const client = useQueryClient()
  return async (companies, responsibleUserId) => {
    const given = companies.filter((row) => row.responsibleUserId !== responsibleUserId)
    if (given.length === 0) return
    put(
      client,
      given.map((row) => ({ ...row, responsibleUserId })),
    )
    try {
      const outcome = await send(given.map(({ id }) => ({ companyId: id, responsibleUserId })))
      const skipped = new Set(outcome.skipped.map(({ companyId }) => companyId))
      put(client, outcome.rows)
      put(
        client,
        given.filter(({ id }) => skipped.has(id)),
      )
      tellSkipped(outcome.skipped.length)
      if (outcome.before.length > 0) offerUndo(client, outcome.before, responsibleUserId)
    } catch (error) {
      put(client, given)
      errorToast(error)
    }
  }
}

const send = (changes: Change[]): Promise<Outcome> => call(changeCompanies, { changes })

function put(client: QueryClient, rows: readonly CompanyRow[]): void {
  for (const row of rows) liveCompanies.put(client, row)
}

/** Puts companies back where nobody has changed them since. */
function offerUndo(client: QueryClient, before: Outcome['before'], responsibleUserId: number | null): void {
  undoToast(say(companyWords)('companies.many', { count: before.length }), () => {
    send(before.map((stood) => ({ ...stood, seen: { responsibleUserId } })))
      .then((outcome) => {
        put(client, outcome.rows)
        tellSkipped(outcome.skipped.length)
      })
      .catch(errorToast)
  })
}

export function tellSkipped(count: number): void {
  if (count > 0) failureToast(say(companyWords)('companies.skipped', { count }))
}
