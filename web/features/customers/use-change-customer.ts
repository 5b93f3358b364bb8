import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { ConversationDetail } from '#contract/conversations'
import { changeCustomer } from '#contract/customers'
import type { CustomerRow, CustomerView } from '#contract/customers'
import { call } from '../../lib/api.ts'
import { changeAhead } from '../../lib/change-ahead.ts'
import { newer } from '../../lib/newer.ts'
import { changedTo } from '../../ui/changed-meanwhile.tsx'
import { savedToast } from '../../ui/saved-toast.ts'
import { cardKey } from '../cards/card.ts'
import { feedKey } from '../cards/use-card-feed.ts'
import type { FilledFields } from '../fields/use-required-fields.tsx'
import { liveCustomers } from './customer-list.ts'

export type CustomerChange = Partial<
  Pick<CustomerView, 'name' | 'responsibleUserId' | 'nextPurchaseOn' | 'stage'>
> & {
  /** For a stage that asks for some. */
  fields?: FilledFields
}

const detailsKey = ['conversations', 'detail'] as const

export const customerKey = (customerId: number): ReturnType<typeof cardKey> =>
  cardKey({ kind: 'customer', id: customerId })
export const purchasesKey = (customerId: number): readonly ['customers', 'purchases', number] => [
  'customers',
  'purchases',
  customerId,
]

type Fields = Omit<CustomerChange, 'stage' | 'fields'> & { stageId?: number }

/**
 * Changes a customer: seen at once wherever it is shown, put back when the server refuses, and undone for whoever asks. Rejects
 * with the reason; `card.changed_meanwhile` when somebody else has changed the same.
 */
export function useChangeCustomer(): (
  row: CustomerRow,
  change: CustomerChange,
  /** Fields as their editor saw them, when that is not what is shown now. */
  seen?: Fields,
) => Promise<void> {
  const client = useQueryClient()
  return async (row, change, saw) => {
    const { stage, fields, ...rest } = change
    const moved = stage ? { stage, stageSince: new Date().toISOString() } : {}
    const shown = { ...row, ...rest, ...moved }
    const input = {
      customerId: row.id,
      ...rest,
      ...(stage && { stageId: stage.id }),
      ...(fields && { fields }),
    }
    const before = { ...fieldsOf(row, change), ...saw }
    const takeBack = changeAhead(client, [customerKey(row.id), detailsKey], () => showRow(client, shown))
    try {
      const saved = await liveCustomers.askAhead(
        client,
        [row],
        () => shown,
        () => call(changeCustomer, { ...input, seen: before }),
        (customer) => ({ rows: [customer], refused: [] }),
      )
      showCard(client, saved)
      if (saved.updatedAt === row.updatedAt) return
      savedToast(async () => {
        const seen = fieldsOf(saved, change)
        const asked = liveCustomers.turn
        const undone = await call(changeCustomer, { customerId: row.id, ...before, seen })
        liveCustomers.answer(client, undone, asked)
        showCard(client, undone)
      })
    } catch (error) {
      takeBack()
      if (changedTo(error)) void client.invalidateQueries({ queryKey: customerKey(row.id) })
      throw error
    }
  }
}

/** How the fields of a change stand on a customer. */
function fieldsOf(row: CustomerRow, change: CustomerChange): Fields {
  return {
    ...(change.name === undefined ? {} : { name: row.name }),
    ...(change.responsibleUserId === undefined ? {} : { responsibleUserId: row.responsibleUserId }),
    ...(change.nextPurchaseOn === undefined ? {} : { nextPurchaseOn: row.nextPurchaseOn }),
    ...(change.stage === undefined ? {} : { stageId: row.stage.id }),
  }
}

function showRow(client: QueryClient, row: CustomerRow): void {
  client.setQueryData<CustomerView>(customerKey(row.id), (known) => known && { ...known, ...row })
  patchDetails(client, row.id, (known) => ({ ...known, ...row }))
}

/** Puts a customer as it is now wherever it is shown, and has its feed told anew. */
export function showCustomer(client: QueryClient, customer: CustomerView): void {
  liveCustomers.put(client, customer)
  showCard(client, customer)
}

/** Puts it into its card and into every opened conversation that belongs to it, and has its feed told anew. */
function showCard(client: QueryClient, customer: CustomerView): void {
  client.setQueryData<CustomerView>(customerKey(customer.id), (known) => known && newer(known, customer))
  patchDetails(client, customer.id, (known) => newer(known, customer))
  void client.invalidateQueries({ queryKey: feedKey({ kind: 'customer', id: customer.id }) })
}

function patchDetails(client: QueryClient, id: number, patch: (known: CustomerView) => CustomerView): void {
  client.setQueriesData<ConversationDetail>({ queryKey: detailsKey }, (detail) =>
    detail?.customer?.id === id ? { ...detail, customer: patch(detail.customer) } : detail,
  )
}
