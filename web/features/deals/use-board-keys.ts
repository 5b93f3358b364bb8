import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { DealRow } from '#contract/deals'
import type { StageView } from '#contract/pipelines'

export type Lifted = { deal: DealRow; stage: StageView }

type Options = {
  stages: readonly StageView[]
  findDeal: (dealId: number) => DealRow | undefined
  onDrop: (deal: DealRow, stage: StageView) => void
  onReturn: (deal: DealRow) => void
}

const steps: Record<string, { column: number; card: number }> = {
  ArrowLeft: { column: -1, card: 0 },
  ArrowRight: { column: 1, card: 0 },
  ArrowUp: { column: 0, card: -1 },
  ArrowDown: { column: 0, card: 1 },
}

/** The board by the keyboard: arrows go from card to card; Space picks one up, arrows choose its stage, Space drops it. */
export function useBoardKeys({ stages, findDeal, onDrop, onReturn }: Options): {
  lifted: Lifted | null
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  onBlur: () => void
} {
  const [lifted, setLifted] = useState<Lifted | null>(null)
  const giveUp = (): void => {
    if (lifted) onReturn(lifted.deal)
    setLifted(null)
  }
  const carry = (event: KeyboardEvent<HTMLElement>, held: Lifted): boolean => {
    const step = steps[event.key]
    if (step) {
      const at = stages.findIndex(({ id }) => id === held.stage.id)
      const stage = stages[Math.min(stages.length - 1, Math.max(0, at + step.column))]
      if (stage) setLifted({ ...held, stage })
      showColumn(event.currentTarget, stage?.id)
      return true
    }
    if (event.key === 'Escape') giveUp()
    else if (event.key === ' ' || event.key === 'Enter') {
      setLifted(null)
      if (held.stage.id === held.deal.stage.id) onReturn(held.deal)
      else onDrop(held.deal, held.stage)
    } else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const link =
      event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('a[data-card]') : null
    if (!link || event.altKey || event.ctrlKey || event.metaKey) return
    const deal = findDeal(Number(link.dataset['card']))
    const isOurs = lifted
      ? carry(event, lifted)
      : event.key === ' '
        ? deal && lift(deal)
        : walk(link, event.key)
    if (!isOurs) return
    event.preventDefault()
    event.stopPropagation()
  }
  const lift = (deal: DealRow): boolean => {
    setLifted({ deal, stage: stages.find(({ id }) => id === deal.stage.id) ?? deal.stage })
    return true
  }
  return { lifted, onKeyDown, onBlur: giveUp }
}

/** To the neighbour of a card, in its column or in the next one that has any. */
function walk(link: HTMLElement, key: string): boolean {
  const step = steps[key]
  const column = link.closest('[data-column]')
  if (!step || !column) return false
  const cardsOf = (of: Element): HTMLElement[] => [...of.querySelectorAll<HTMLElement>('a[data-card]')]
  const at = cardsOf(column).indexOf(link)
  if (step.card !== 0) {
    cardsOf(column)[at + step.card]?.focus()
    return true
  }
  const columns = [...(column.parentElement?.querySelectorAll('[data-column]') ?? [])]
  const place = columns.indexOf(column)
  const way = step.column > 0 ? columns.slice(place + 1) : columns.slice(0, place).toReversed()
  const next = way.map(cardsOf).find((cards) => cards.length > 0)
  next?.[Math.min(at, next.length - 1)]?.focus()
  return true
}

function showColumn(board: HTMLElement, stageId: number | undefined): void {
  board.querySelector(`[data-column="${stageId}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
