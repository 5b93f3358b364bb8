import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { ReactElement } from 'react'
import type { CardRef } from '#contract/common'
import { acceptLead, acceptLeads, declineLead, declineLeads } from '#contract/incoming-leads'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { failureToast, toast, undoToast } from '../../ui/toasts.tsx'
import { useRequiredFields, type FilledFields } from '../fields/use-required-fields.tsx'
import { leadWords } from './labels.ts'
import type { Lead } from './lead.ts'
import { refreshLeads, showTaken, undoTaking, type Standings } from './show-taken.ts'
import { tellSettled } from './tell-settled.ts'

const DeclineDialog = lazy(async () => ({ default: (await import('./decline-dialog.tsx')).DeclineDialog }))
const LinkDialog = lazy(async () => ({ default: (await import('./link-dialog.tsx')).LinkDialog }))

type TakingLeads = {
  /** What is being taken now. */
  busy: ReadonlySet<number>
  accept: (leads: readonly Lead[]) => void
  /** Asks first: conversations that are closed by it stay closed. */
  decline: (leads: readonly Lead[]) => void
  link: (lead: Lead) => void
  /** To be rendered: what asks. */
  dialog: ReactElement
}

const none: ReadonlySet<number> = new Set()

/** Takes incoming leads, one or several, from wherever they are shown. `onLinked`: a lead is on another card now. */
export function useTakeLeads(onLinked?: (card: CardRef) => void): TakingLeads {
  const client = useQueryClient()
  const say = useWords(leadWords)
  const { rights, user } = useSession()
  const required = useRequiredFields('deal')
  const [busy, setBusy] = useState(none)
  const [declining, setDeclining] = useState<readonly Lead[]>([])
  const [linking, setLinking] = useState<Lead | null>(null)

  /** While it goes on its buttons wait; what the server refuses is told, and what is there now is shown. */
  const take = async (leads: readonly Lead[], work: () => Promise<void>): Promise<void> => {
    setBusy(new Set(leads.map(({ id }) => id)))
    try {
      await work()
    } catch (error) {
      refreshLeads(
        client,
        leads.map(({ id }) => id),
      )
      tellSettled(error)
    } finally {
      setBusy(none)
    }
  }
  const done = (words: string, { before, after }: Standings): void => {
    if (before.length === 0) return
    const canUndo = rights.isAdmin || after.every(({ responsibleUserId }) => responsibleUserId === user.id)
    if (canUndo) undoToast(words, () => void undoTaking(client, { before, after }))
    else toast(words)
  }
  const acceptOne = async (lead: Lead, fields?: FilledFields): Promise<void> => {
    const { row, before, after } = await call(acceptLead, { dealId: lead.id, ...(fields && { fields }) })
    showTaken(client, [row])
    done(say('lead.accepted', { name: row.name }), { before: [before], after: [after] })
  }
  const many = (
    outcome: 'accepted' | 'declined',
    { rows, skipped, ...standings }: Awaited<ReturnType<typeof call<typeof acceptLeads>>>,
  ): void => {
    showTaken(client, rows)
    done(say(`lead.${outcome}.many`, { count: rows.length }), standings)
    if (skipped.length === 0) return
    failureToast(say('lead.skipped', { count: skipped.length }))
    refreshLeads(
      client,
      skipped.map(({ dealId }) => dealId),
    )
  }
  const accept = (leads: readonly Lead[]): void => {
    const [only] = leads
    if (!only) return
    const dealIds = leads.map(({ id }) => id)
    void take(leads, async () => {
      if (leads.length > 1) return many('accepted', await call(acceptLeads, { dealIds }))
      await acceptOne(only).catch((error: unknown) => {
        if (!isApiError(error, 'field.required')) throw error
        required.orAsk((fields) => acceptOne(only, fields))(error)
      })
    })
  }
  const decline = (leads: readonly Lead[], lossReasonId: number | null): void => {
    const [only] = leads
    if (!only) return
    const dealIds = leads.map(({ id }) => id)
    void take(leads, async () => {
      if (leads.length > 1) return many('declined', await call(declineLeads, { dealIds, lossReasonId }))
      const { row, before, after } = await call(declineLead, { dealId: only.id, lossReasonId })
      showTaken(client, [row])
      done(say('lead.declined', { name: row.name }), { before: [before], after: [after] })
    })
  }
  return {
    busy,
    accept,
    decline: setDeclining,
    link: setLinking,
    dialog: (
      <Suspense fallback={null}>
        {declining.length > 0 && (
          <DeclineDialog
            count={declining.length}
            onClose={() => setDeclining([])}
            onDecline={(lossReasonId) => {
              setDeclining([])
              decline(declining, lossReasonId)
            }}
          />
        )}
        {linking && (
          <LinkDialog
            lead={linking}
            onClose={() => setLinking(null)}
            onLinked={(card) => {
              setLinking(null)
              onLinked?.(card)
            }}
          />
        )}
        {required.dialog}
      </Suspense>
    ),
  }
}
