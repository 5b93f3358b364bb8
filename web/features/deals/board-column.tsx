import { useDraggable, useDroppable } from '@dnd-kit/core'
import { ActionIcon } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { DealRow } from '#contract/deals'
import type { StageView } from '#contract/pipelines'
import { useFormat } from '../../lib/use-format.ts'
import { useKeptPlace } from '../../lib/use-kept-place.ts'
import { useWindowedRows } from '../../lib/use-windowed-rows.ts'
import { useWords } from '../../lib/words.ts'
import { Delayed } from '../../ui/delayed.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { StageDot } from '../../ui/stage-select.tsx'
import { ColumnMenu } from '../incoming-leads/column-menu.tsx'
import { BoardCard } from './board-card.tsx'
import { boardWords } from './board-labels.ts'
import type { DealFilter } from './deal-filter.ts'
import { dealIdOf } from './deal-list.ts'
import { QuickAdd } from './quick-add.tsx'
import { useBoardColumn } from './use-board-column.ts'
import type { StageTotals } from './use-deal-totals.ts'
import classes from './board.module.css'

type Props = {
  filter: DealFilter
  pipelineId: number
  stage: StageView
  totals: StageTotals | undefined
  canAdd: boolean
  /** A deal picked up by the keyboard is held over this column. */
  isTarget: boolean
  liftedId: number | null
}

const cardPx = 92

/** One stage of the board: its totals, a place to add, its cards; only those near the screen are in the document. */
export function BoardColumn(props: Props): ReactElement {
  const { filter, pipelineId, stage, totals, canAdd, isTarget, liftedId } = props
  const say = useWords(boardWords)
  const format = useFormat()
  const column = useBoardColumn(filter, pipelineId, stage.id)
  const { setNodeRef, isOver } = useDroppable({ id: stage.id, data: { stage } })
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const [isAdding, setAdding] = useState(false)
  const shown = useWindowedRows(column.rows, { rowKey: dealIdOf, scroller, rowPx: cardPx })
  useKeptPlace(scroller, `board ${JSON.stringify(filter)} ${pipelineId} ${stage.id}`)
  const total = totals?.find((each) => each.pipelineId === pipelineId && each.stageId === stage.id)
  const count = total?.count ?? 0
  return (
    <section
      ref={setNodeRef}
      className={classes.column}
      aria-label={stage.name}
      data-column={stage.id}
      data-target={isOver || isTarget || undefined}
    >
      <header className={classes.head}>
        <h2 className={classes.title} title={stage.name}>
          <StageDot stage={stage} />
          <bdi>{stage.name}</bdi>
          {totals ? (
            <span className={classes.count} title={say('board.count', { count })}>
              {format.number(count)}
            </span>
          ) : null}
        </h2>
        {canAdd && stage.kind !== 'incoming' ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={say('board.add', { name: stage.name })}
            aria-expanded={isAdding}
            onClick={() => setAdding(!isAdding)}
          >
            <IconPlus size={18} stroke={1.75} />
          </ActionIcon>
        ) : null}
        {stage.kind === 'incoming' ? <ColumnMenu rows={column.rows} /> : null}
        <span className={classes.total}>{totals ? format.money(total?.budget ?? 0) : ' '}</span>
      </header>
      <div ref={setScroller} className={classes.cards} data-stale={column.isStale || undefined}>
        {isAdding ? (
          <QuickAdd pipelineId={pipelineId} stageId={stage.id} onClose={() => setAdding(false)} />
        ) : null}
        {column.isLoading ? (
          <Delayed>
            <div className={classes.ghost} />
            <div className={classes.ghost} />
          </Delayed>
        ) : column.error && column.rows.length === 0 ? (
          <ErrorState title={say('board.error')} error={column.error} onRetry={column.retry} />
        ) : column.rows.length === 0 && !isAdding ? (
          <p className={classes.empty}>{say('board.column.empty')}</p>
        ) : null}
        <div style={{ height: shown.abovePx }} />
        {shown.rows.map(({ row, index }) => (
          <div key={row.id} ref={shown.measure} data-index={index} className={classes.slot}>
            <DraggableCard deal={row} isLifted={row.id === liftedId} />
          </div>
        ))}
        <div style={{ height: Math.max(0, shown.belowPx) }} />
        {column.hasMore ? <LoadMore isLoading={column.isLoadingMore} onLoad={column.loadMore} /> : null}
      </div>
    </section>
  )
}

function DraggableCard({ deal, isLifted }: { deal: DealRow; isLifted: boolean }): ReactElement {
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: deal.id, data: { deal } })
  return (
    <div
      ref={setNodeRef}
      className={classes.card}
      data-dragged={isDragging || undefined}
      data-lifted={isLifted || undefined}
      {...listeners}
    >
      <BoardCard deal={deal} />
    </div>
  )
}
