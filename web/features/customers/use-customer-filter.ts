import { useState } from 'react'
import { z } from 'zod'
import { customerSorts } from '#contract/customers'
import { talkStates } from '#contract/deal-filter'
import { fieldConditions } from '#contract/field-filter'
import { noFilter } from './customer-filter.ts'
import type { CustomerFilter } from './customer-filter.ts'

const key = 'beseda.customers'
const kept = z.object({
  search: z.string(),
  customerStageIds: z.array(z.number()),
  responsibleUserIds: z.array(z.number()),
  talks: z.enum(talkStates).nullable(),
  nextFrom: z.string().nullable(),
  nextTo: z.string().nullable(),
  // What was kept before there were tags and fields has none of them.
  tagIds: z.array(z.number()).default([]),
  fields: fieldConditions.default([]),
  sort: z.enum(customerSorts),
  isAscending: z.boolean(),
  view: z.enum(['list', 'board']),
})
export type CustomerChoice = CustomerFilter & { view: 'list' | 'board' }

/** What one looks at among the customers, remembered on this device. */
export function useCustomerFilter(): [CustomerChoice, (change: Partial<CustomerChoice>) => void] {
  const [choice, setChoice] = useState(recall)
  const change = (wish: Partial<CustomerChoice>): void => {
    const next = { ...choice, ...wish }
    setChoice(next)
    try {
      localStorage.setItem(key, JSON.stringify({ ...next, search: '' }))
    } catch {
      // Storage is closed to us: the choice lasts as long as the page.
    }
  }
  return [choice, change]
}

function recall(): CustomerChoice {
  const usual: CustomerChoice = { ...noFilter, view: 'list' }
  try {
    const found = kept.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null'))
    return found.success ? found.data : usual
  } catch {
    return usual
  }
}
