import { useQueryClient } from '@tanstack/react-query'
import { changeCompany } from '#contract/companies'
import type { CompanyView } from '#contract/companies'
import type { TypedPoint } from '#contract/points'
import { call } from '../../lib/api.ts'
import { newer } from '../../lib/newer.ts'
import { changedTo } from '../../ui/changed-meanwhile.tsx'
import { savedToast } from '../../ui/saved-toast.ts'
import { plainPoints } from '../contacts/plain-points.ts'

export type CompanyChange = {
  name?: string
  website?: string | null
  address?: string | null
  responsibleUserId?: number | null
  points?: TypedPoint[]
}

export const companyKey = (companyId: number): readonly ['companies', 'card', number] => [
  'companies',
  'card',
  companyId,
]

/**
 * Changes a company, and undoes it for whoever asks. `seen`: fields as their editor saw them, when that is not what is shown now.
 * Rejects with the reason; `company.changed_meanwhile` when somebody else has changed the same.
 */
export function useChangeCompany(): (
  company: CompanyView,
  change: CompanyChange,
  seen?: CompanyChange,
) => Promise<void> {
  const client = useQueryClient()
  const show = (company: CompanyView): void => {
    client.setQueryData<CompanyView>(companyKey(company.id), (known) => known && newer(known, company))
  }
  return async (company, change, seen) => {
    const before = { ...fieldsOf(company, change), ...seen }
    try {
      const saved = await call(changeCompany, { companyId: company.id, ...change, seen: before })
      show(saved)
      if (saved.updatedAt === company.updatedAt) return
      savedToast(async () =>
        show(await call(changeCompany, { companyId: company.id, ...before, seen: fieldsOf(saved, change) })),
      )
    } catch (error) {
      if (changedTo(error)) void client.invalidateQueries({ queryKey: companyKey(company.id) })
      throw error
    }
  }
}

/** How the fields of a change stand on a company. */
function fieldsOf(company: CompanyView, change: CompanyChange): CompanyChange {
  return {
    ...(change.name === undefined ? {} : { name: company.name }),
    ...(change.website === undefined ? {} : { website: company.website }),
    ...(change.address === undefined ? {} : { address: company.address }),
    ...(change.responsibleUserId === undefined ? {} : { responsibleUserId: company.responsibleUserId }),
    ...(change.points === undefined ? {} : { points: plainPoints(company.points) }),
  }
}
