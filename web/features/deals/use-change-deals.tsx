import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { changeDeal, changeDeals } from '#contract/deals'
import type { DealRow } from '#contract/deals'
import type { EndpointInput, EndpointOutput } from '#contract/endpoint'
import type { PipelineView, StageView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { say, useWords } from '../../lib/words.ts'
import { errorToast, failureToast, undoToast } from '../../ui/toasts.tsx'
import { boardWords } from './board-labels.ts'
import { cardKey } from '../cards/card.ts'
import { feedKey } from '../cards/use-card-feed.ts'
import { useRequiredFields, type FilledFields } from '../fields/use-required-fields.tsx'
import { isLead } from '../incoming-leads/lead.ts'
import { liveDeals } from './deal-list.ts'
import { LostDialog } from './lost-dialog.tsx'
import { totalsKey } from './use-deal-totals.ts'
import { useLossReasons } from './use-loss-reasons.ts'

type Change = EndpointInput<typeof changeDeals>['changes'][number]
type Outcome = EndpointOutput<typeof changeDeals>
export type Place = { pipeline: PipelineView; stage: StageView }
type Asking = { deals: readonly DealRow[]; place: Place }

type ChangingDeals = {
  /** Moves deals to a stage; asks for the reason when it is that of the lost ones. */
  move: (deals: readonly DealRow[], place: Place) => void
  assign: (deals: readonly DealRow[], responsibleUserId: number | null) => void
  /** To be rendered: asks for the reason, or for what the stage needs. */
  dialog: ReactElement
}

/** Changes deals where they are listed: seen at once, put back when refused, and undone for whoever asks. */
export function useChangeDeals(): ChangingDeals {
  const client = useQueryClient()
  const words = useWords(boardWords)
  const hasReasons = useLossReasons().some(({ isRemoved }) => !isRemoved)
  const [asking, setAsking] = useState<Asking | null>(null)
  const required = useRequiredFields('deal')
  const { user } = useSession()

  const place = ({ deals, place: to }: Asking, lossReasonId: number | null): void => {
    // Who takes an incoming lead on answers for it from now on.
    const isTaking = to.stage.kind !== 'lost' && deals.every(isLead)
    const standing = {
      pipelineId: to.pipeline.id,
      stageId: to.stage.id,
      lossReasonId,
      ...(isTaking && { responsibleUserId: user.id }),
    }
    const now = new Date().toISOString()
    const shown = deals.map((row) => ({
      ...row,
      pipelineId: to.pipeline.id,
      stage: to.stage,
      lossReasonId,
      ...(isTaking && { responsibleUserId: user.id }),
      stageSince: now,
      updatedAt: now,
    }))
    const [only] = deals
    const done =
      only && deals.length === 1 ? words('move.done', { name: only.name, stage: to.stage.name }) : null
    void change(client, { deals, shown, wish: standing, done }).then((needing) => {
      const [dealId] = needing
      if (dealId === undefined || deals.length > 1) return
      // Alone it is told which fields are missing, and is moved with them.
      const move = async (fields?: FilledFields): Promise<void> => {
        const asked = liveDeals.turn
        const wish = { dealId, ...standing, ...(fields && { fields }) }
        liveDeals.answer(client, await call(changeDeal, wish), asked)
        refresh(client, deals)
      }
      move().catch(required.orAsk(move))
    })
  }
  return {
    move: (deals, to) => {
      const moved = deals.filter((row) => row.pipelineId !== to.pipeline.id || row.stage.id !== to.stage.id)
      if (moved.length === 0) return
      if (to.stage.kind === 'lost' && hasReasons) setAsking({ deals: moved, place: to })
      else place({ deals: moved, place: to }, null)
    },
    assign: (deals, responsibleUserId) => {
      const given = deals.filter((row) => row.responsibleUserId !== responsibleUserId)
      if (given.length === 0) return
      const shown = given.map((row) => ({
        ...row,
        responsibleUserId,
        updatedAt: new Date().toISOString(),
      }))
      void change(client, { deals: given, shown, wish: { responsibleUserId }, done: null })
    },
    dialog: (
      <>
        <LostDialog
          count={asking?.deals.length ?? 0}
          onClose={() => setAsking(null)}
          onChoose={(lossReasonId) => {
            setAsking(null)
            if (asking) place(asking, lossReasonId)
          }}
        />
        {required.dialog}
      </>
    ),
  }
}

type Work = {
  deals: readonly DealRow[]
  /** How they will look. */
  shown: readonly DealRow[]
  wish: Omit<Change, 'dealId' | 'seen'>
  /** What is said of one deal. */
  done: string | null
}

/** @returns ids of deals that the stage asks for fields of. */
async function change(client: QueryClient, { deals, shown, wish, done }: Work): Promise<number[]> {
  try {
    const outcome = await liveDeals.askAhead(
      client,
      deals,
      (row, place) => shown[place] ?? row,
      () =>
        call(changeDeals, {
          // A lead that somebody else has taken meanwhile is left to him.
          changes: deals.map((row) => ({
            dealId: row.id,
            ...wish,
            ...(isLead(row) && { seen: standingOf(row) }),
          })),
        }),
      ({ rows, skipped }) => ({ rows, refused: skipped.map(({ dealId }) => dealId) }),
    )
    // Where it stands now may have been told before it was shown here as it was.
    const isElsewhere = outcome.skipped.some(({ code }) => code === 'deal.changed')
    if (isElsewhere) void client.invalidateQueries({ queryKey: ['deals', 'list'] })
    const needing = outcome.skipped.filter(({ code }) => code === 'field.required')
    // One that is asked about is not told of as well.
    const told = deals.length === 1 && needing.length === 1 ? { ...outcome, skipped: [] } : outcome
    tell(client, told, done)
    refresh(client, deals)
    return needing.map(({ dealId }) => dealId)
  } catch (error) {
    errorToast(error)
    refresh(client, deals)
    return []
  }
}

function standingOf({ pipelineId, stage, lossReasonId, responsibleUserId }: DealRow): Change['seen'] {
  return { pipelineId, stageId: stage.id, lossReasonId, responsibleUserId }
}

function tell(client: QueryClient, outcome: Outcome, done: string | null): void {
  const words = say(boardWords)
  const { before, after, skipped } = outcome
  if (before.length > 0) {
    undoToast(
      done ?? words('move.many', { count: before.length }),
      () => void undo(client, { before, after }),
    )
  }
  const needing = skipped.filter(({ code }) => code === 'field.required').length
  if (needing > 0) failureToast(words('move.needing', { count: needing }))
  const others = skipped.length - needing
  if (others > 0) {
    const alone = skipped.length === 1 && before.length === 0 ? skipped[0] : undefined
    failureToast(
      alone
        ? words(alone.code === 'deal.changed' ? 'move.elsewhere' : 'move.forbidden')
        : words('move.skipped', { count: others }),
    )
  }
}

/** Puts deals back where nobody has changed them since. */
async function undo(
  client: QueryClient,
  { before, after }: Pick<Outcome, 'before' | 'after'>,
): Promise<void> {
  const seen = new Map(after.map(({ dealId, ...standing }) => [dealId, standing]))
  try {
    const changes = before.map((stood) => ({ ...stood, seen: seen.get(stood.dealId) }))
    const asked = liveDeals.turn
    const outcome = await call(changeDeals, { changes })
    for (const row of outcome.rows) liveDeals.answer(client, row, asked)
    const { length } = outcome.skipped
    const words = say(boardWords)
    if (length > 0) {
      failureToast(before.length === 1 ? words('move.changed') : words('move.skipped', { count: length }))
    }
    refresh(client, outcome.rows)
  } catch (error) {
    errorToast(error)
  }
}

function refresh(client: QueryClient, deals: readonly { id: number }[]): void {
  void client.invalidateQueries({ queryKey: totalsKey })
  for (const { id } of deals) {
    void client.invalidateQueries({ queryKey: cardKey({ kind: 'deal', id }) })
    void client.invalidateQueries({ queryKey: feedKey({ kind: 'deal', id }) })
  }
}
