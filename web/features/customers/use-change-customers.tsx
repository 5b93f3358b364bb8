import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { changeCustomers } from '#contract/customers'
import type { CustomerRow } from '#contract/customers'
import type { EndpointInput, EndpointOutput } from '#contract/endpoint'
import type { StageView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { say } from '../../lib/words.ts'
import { errorToast, failureToast, undoToast } from '../../ui/toasts.tsx'
import { feedKey } from '../cards/use-card-feed.ts'
import { useRequiredFields } from '../fields/use-required-fields.tsx'
import { liveCustomers } from './customer-list.ts'
import { customerWords } from './labels.ts'
import { customerKey, useChangeCustomer } from './use-change-customer.ts'

type Change = EndpointInput<typeof changeCustomers>['changes'][number]
type Outcome = EndpointOutput<typeof changeCustomers>
type Wish = { stageId: number } | { responsibleUserId: number | null }

type ChangingCustomers = {
  move: (rows: readonly CustomerRow[], stage: StageView) => void
  assign: (rows: readonly CustomerRow[], responsibleUserId: number | null) => void
  /** To be rendered: asks for what the stage needs. */
  dialog: ReactElement
}

/** Changes customers where they are listed: seen at once, put back when refused, and undone for whoever asks. */
export function useChangeCustomers(): ChangingCustomers {
  const client = useQueryClient()
  const changeOne = useChangeCustomer()
  const required = useRequiredFields('customer')
  return {
    move: (rows, stage) => {
      const moved = rows.filter((row) => row.stage.id !== stage.id)
      const [only] = moved
      if (only && moved.length === 1) {
        changeOne(only, { stage }).catch(required.orAsk((fields) => changeOne(only, { stage, fields })))
      } else {
        const shown = { stage, stageSince: new Date().toISOString() }
        void changeMany(client, moved, { stageId: stage.id }, shown)
      }
    },
    assign: (rows, responsibleUserId) => {
      const given = rows.filter((row) => row.responsibleUserId !== responsibleUserId)
      void changeMany(client, given, { responsibleUserId }, { responsibleUserId })
    },
    dialog: required.dialog,
  }
}

/** `shown`: how they will look. */
async function changeMany(
  client: QueryClient,
  rows: readonly CustomerRow[],
  wish: Wish,
  shown: Partial<CustomerRow>,
): Promise<void> {
  if (rows.length === 0) return
  try {
    const outcome = await liveCustomers.askAhead(
      client,
      rows,
      (row) => ({ ...row, ...shown }),
      () => send(rows.map(({ id }) => ({ customerId: id, ...wish }))),
      (told) => ({ rows: told.rows, refused: told.skipped.map(({ customerId }) => customerId) }),
    )
    tellSkipped(outcome)
    if (outcome.before.length > 0) offerUndo(client, outcome.before, wish)
  } catch (error) {
    errorToast(error)
  }
  refresh(client, rows)
}

const send = (changes: Change[]): Promise<Outcome> => call(changeCustomers, { changes })

/** Puts back what was changed of them, where nobody has changed it since. */
function offerUndo(client: QueryClient, before: Outcome['before'], wish: Wish): void {
  undoToast(say(customerWords)('cust.many', { count: before.length }), () => {
    const back = before.map(({ customerId, stageId, responsibleUserId }) => ({
      customerId,
      ...('stageId' in wish ? { stageId } : { responsibleUserId }),
      seen: wish,
    }))
    const asked = liveCustomers.turn
    send(back)
      .then((outcome) => {
        for (const row of outcome.rows) liveCustomers.answer(client, row, asked)
        tellSkipped(outcome)
        refresh(client, outcome.rows)
      })
      .catch(errorToast)
  })
}

function tellSkipped({ skipped }: Outcome): void {
  const words = say(customerWords)
  const needing = skipped.filter(({ code }) => code === 'field.required').length
  if (needing > 0) failureToast(words('cust.needing', { count: needing }))
  const others = skipped.length - needing
  if (others > 0) failureToast(words('cust.skipped', { count: others }))
}

/** Open cards of them are told anew. */
function refresh(client: QueryClient, rows: readonly CustomerRow[]): void {
  for (const { id } of rows) {
    void client.invalidateQueries({ queryKey: customerKey(id) })
    void client.invalidateQueries({ queryKey: feedKey({ kind: 'customer', id }) })
  }
}
