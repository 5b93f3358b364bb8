import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { CardKind } from '#contract/common'
import { createConversationCustomer, createConversationDeal } from '#contract/conversations'
import type { ConversationRow } from '#contract/conversations'
import { call } from '../../../lib/api.ts'
import { useCreate } from '../../../lib/use-create.ts'
import { useRequiredFields, type FilledFields } from '../../fields/use-required-fields.tsx'
import { askRow, detailKey } from '../../imbox/conversation-cache.ts'

type MakingCard = {
  make: (kind: CardKind) => void
  isBusy: boolean
  isAsking: boolean
  /** To be rendered: asks for what the first stage needs. */
  dialog: ReactElement
}

/** Makes the card of a conversation that has none. */
export function useMakeCard(
  { number }: ConversationRow,
  onMade?: (answer: ConversationRow) => void,
): MakingCard {
  const client = useQueryClient()
  const create = useCreate()
  const deal = useRequiredFields('deal', 'make')
  const customer = useRequiredFields('customer', 'make')
  const [isBusy, setBusy] = useState(false)
  const make = async (kind: CardKind): Promise<void> => {
    const attempt = async (fields?: FilledFields): Promise<void> => {
      const wish = { number, ...(fields && { fields }) }
      const endpoint = kind === 'deal' ? createConversationDeal : createConversationCustomer
      const answer = await askRow(client, () =>
        create([kind, wish], (requestId) => call(endpoint, { requestId, ...wish })),
      )
      void client.invalidateQueries({ queryKey: detailKey(number) })
      onMade?.(answer)
    }
    const { orAsk } = kind === 'deal' ? deal : customer
    setBusy(true)
    await attempt().catch(orAsk(attempt))
    setBusy(false)
  }
  return {
    make: (kind) => void make(kind),
    isBusy,
    isAsking: deal.isAsking || customer.isAsking,
    dialog: (
      <>
        {deal.dialog}
        {customer.dialog}
      </>
    ),
  }
}
