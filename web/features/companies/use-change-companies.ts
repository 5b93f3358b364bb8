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
    try {
      const outcome = await liveCompanies.askAhead(
        client,
        given,
        (row) => ({ ...row, responsibleUserId }),
        () => send(given.map(({ id }) => ({ companyId: id, responsibleUserId }))),
        toldOf,
      )
      tellSkipped(outcome.skipped.length)
      if (outcome.before.length > 0) offerUndo(client, outcome.before, responsibleUserId)
    } catch (error) {
      errorToast(error)
    }
  }
}

const send = (changes: Change[]): Promise<Outcome> => call(changeCompanies, { changes })

const toldOf = ({ rows, skipped }: Outcome): { rows: Outcome['rows']; refused: number[] } => ({
  rows,
  refused: skipped.map(({ companyId }) => companyId),
})

/** Puts companies back where nobody has changed them since. */
function offerUndo(client: QueryClient, before: Outcome['before'], responsibleUserId: number | null): void {
  undoToast(say(companyWords)('companies.many', { count: before.length }), () => {
    const asked = liveCompanies.turn
    send(before.map((stood) => ({ ...stood, seen: { responsibleUserId } })))
      .then((outcome) => {
        for (const row of outcome.rows) liveCompanies.answer(client, row, asked)
        tellSkipped(outcome.skipped.length)
      })
      .catch(errorToast)
  })
}

export function tellSkipped(count: number): void {
  if (count > 0) failureToast(say(companyWords)('companies.skipped', { count }))
}
