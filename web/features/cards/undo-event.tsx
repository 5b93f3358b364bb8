import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { setCardCompany } from '#contract/card-links'
import type { CardRef } from '#contract/common'
import { changeCustomer } from '#contract/customers'
import { changeDeal } from '#contract/deals'
import type { EventView } from '#contract/events'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { undoFailed } from '../../ui/saved-toast.ts'
import { cardKey } from './card.ts'
import { cardWords } from './labels.ts'
import { isStanding, undoOf } from './undo-of.ts'
import { feedKey } from './use-card-feed.ts'
import classes from './card.module.css'

/** Takes back what an event tells, as long as the card still is what that change made of it. */
export function UndoEvent({ card, event }: { card: CardRef; event: EventView }): ReactElement | null {
  const say = useWords(cardWords)
  const client = useQueryClient()
  // Whatever keeps the card loads it; here one only looks.
  const { data } = useQuery<Record<string, unknown>>({ queryKey: cardKey(card), enabled: false })
  const undo = undoOf(event)
  if (!undo || !data || data['canEdit'] !== true || !isStanding(data, undo.after)) return null
  const take = async (): Promise<void> => {
    const { before, after } = undo
    if ('companyId' in before) {
      const { companyId = null } = before
      const seen = { companyId: after.companyId ?? null }
      await call(setCardCompany, { cardKind: card.kind, cardId: card.id, companyId, seen })
    } else if (card.kind === 'deal') await call(changeDeal, { dealId: card.id, ...before, seen: after })
    else await call(changeCustomer, { customerId: card.id, ...before, seen: after })
    void client.invalidateQueries({ queryKey: cardKey(card) })
    void client.invalidateQueries({ queryKey: feedKey(card) })
  }
  return (
    <button
      type="button"
      className={classes.undo}
      title={say('feed.undo.hint')}
      onClick={() => void take().catch(undoFailed)}
    >
      {say('feed.undo')}
    </button>
  )
}
