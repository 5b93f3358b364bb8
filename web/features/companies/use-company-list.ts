import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listCompanies } from '#contract/companies'
import type { CompanyRow } from '#contract/companies'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { useRowList } from '../../lib/use-row-list.ts'
import type { RowList } from '../../lib/use-row-list.ts'
import { companyIdOf, companyListKey, liveCompanies } from './company-list.ts'
import { wishesOf } from './company-filter.ts'
import type { CompanyFilter } from './company-filter.ts'

const pageSize = 50

/** The list of companies, kept true while it is shown. */
export function useCompanyList(filter: CompanyFilter): RowList<CompanyRow> {
  const client = useQueryClient()
  const list = useRowList({
    queryKey: companyListKey(filter),
    load: async (cursor, signal) => {
      const askedAt = Date.now()
      const page = await call(listCompanies, { ...wishesOf(filter), cursor, limit: pageSize }, { signal })
      return liveCompanies.freshen(page, filter, askedAt, cursor)
    },
    keyOf: companyIdOf,
  })
  useLive('company', ({ company }) => liveCompanies.put(client, company))
  useLive('gone', ({ thing }) => {
    if (thing.kind === 'company') liveCompanies.drop(client, thing.id)
  })
  useEffect(() => () => liveCompanies.leave(client), [client])
  return list
}
