import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { getCustomerBoard } from '#contract/customers'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { wishesOf } from './customer-filter.ts'
import type { CustomerFilter } from './customer-filter.ts'

const countsKey = ['customers', 'counts'] as const
/** What happens meanwhile is counted together. */
const gatherMs = 1000

/** How many customers stand in each stage. */
export function useCustomerCounts(filter: CustomerFilter): Map<number, number> | undefined {
  const client = useQueryClient()
  const wishes = wishesOf(filter)
  const { data } = useQuery({
    queryKey: [...countsKey, wishes],
    queryFn: ({ signal }) => call(getCustomerBoard, { ...wishes, limit: 1 }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useLive('customer', () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: countsKey })
    }, gatherMs)
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  return data && new Map(data.stages.map(({ stageId, count }) => [stageId, count]))
}
