import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { getCompany } from '#contract/companies'
import type { CompanyView } from '#contract/companies'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { companyKey } from './use-change-company.ts'

/** Several changes of one action come together: they are asked for once. */
const gatherMs = 250

export type LoadedCompany = { company: CompanyView | undefined; error: unknown; retry: () => void }

/** A company, kept true while its card is open: its fields, its contacts, its deals. */
export function useCompany(companyId: number): LoadedCompany {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: companyKey(companyId),
    queryFn: ({ signal }) => call(getCompany, { companyId }, { signal }),
    staleTime: 0,
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  const reload = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: companyKey(companyId) })
    }, gatherMs)
  }
  const company = query.data
  useLive('company', (change) => {
    if (change.company.id === companyId) reload()
  })
  useLive('gone', ({ thing: { kind, id } }) => {
    if (kind === 'company' ? id === companyId : kind === 'contact' || kind === 'deal') reload()
  })
  useLive('contact', ({ contact }) => {
    const isOurs = company?.contacts.some(({ id }) => id === contact.id) === true
    if (isOurs || contact.company?.id === companyId) reload()
  })
  useLive('deal', ({ deal }) => {
    if (company?.deals.some(({ id }) => id === deal.id) === true) reload()
  })
  return { company, error: query.error, retry: () => void query.refetch() }
}
