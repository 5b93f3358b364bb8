import {
  DndContext,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { mostCounted } from '#contract/customers'
import type { CustomerRow } from '#contract/customers'
import type { PipelineView, StageView } from '#contract/pipelines'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { Delayed } from '../../ui/delayed.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { StageDot } from '../../ui/stage-select.tsx'
import { useRequiredFields } from '../fields/use-required-fields.tsx'
import { CustomerBoardCard } from './customer-board-card.tsx'
import type { CustomerFilter } from './customer-filter.ts'
import { liveCustomers } from './customer-list.ts'
import { customerWords } from './labels.ts'
import { useChangeCustomer } from './use-change-customer.ts'
import { useCustomerCounts } from './use-customer-counts.ts'
import { useCustomerList } from './use-customer-list.ts'
import classes from '../deals/board.module.css'

/** The mouse has to move a little and the finger to rest a moment: a click opens, a swipe scrolls. */
const mouse = { activationConstraint: { distance: 6 } }
const finger = { activationConstraint: { delay: 220, tolerance: 8 } }
const pageSize = 20

type Props = { filter: CustomerFilter; pipeline: PipelineView }

/** A column for each stage; cards go to another by being dragged, or by the menu on them. */
export function CustomerBoard({ filter, pipeline }: Props): ReactElement {
  const say = useWords(customerWords)
  const client = useQueryClient()
  const change = useChangeCustomer()
  const required = useRequiredFields('customer')
  const counts = useCustomerCounts(filter)
  const sensors = useSensors(useSensor(MouseSensor, mouse), useSensor(TouchSensor, finger))
  const [dragged, setDragged] = useState<CustomerRow | null>(null)
  const { customerStageIds } = filter
  const stages = pipeline.stages.filter(
    ({ id }) => customerStageIds.length === 0 || customerStageIds.includes(id),
  )
  const move = (row: CustomerRow, stage: StageView): void => {
    if (stage.id === row.stage.id) return
    change(row, { stage }).catch(required.orAsk((fields) => change(row, { stage, fields })))
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      onDragStart={({ active }) => setDragged(liveCustomers.find(client, Number(active.id)) ?? null)}
      onDragCancel={() => setDragged(null)}
      onDragEnd={({ over }) => {
        setDragged(null)
        const stage = stages.find(({ id }) => id === over?.id)
        if (dragged && stage) move(dragged, stage)
      }}
    >
      <div
        className={classes.board}
        role="group"
        aria-label={say('cust.board.label')}
        data-dragging={dragged !== null || undefined}
      >
        {stages.map((stage) => (
          <Column
            key={stage.id}
            filter={filter}
            stage={stage}
            pipeline={pipeline}
            count={counts?.get(stage.id)}
            onMove={move}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className={classes.card} data-overlay>
            <CustomerBoardCard row={dragged} pipeline={pipeline} onMove={move} />
          </div>
        )}
      </DragOverlay>
      {required.dialog}
    </DndContext>
  )
}

type ColumnProps = {
  filter: CustomerFilter
  stage: StageView
  pipeline: PipelineView
  count: number | undefined
  onMove: (row: CustomerRow, stage: StageView) => void
}

function Column({ filter, stage, pipeline, count, onMove }: ColumnProps): ReactElement {
  const say = useWords(customerWords)
  const format = useFormat()
  const column = useCustomerList(
    { ...filter, customerStageIds: [stage.id], sort: 'updated', isAscending: false },
    pageSize,
  )
  const { setNodeRef, isOver } = useDroppable({ id: stage.id })
  const shown =
    count !== undefined && count > mostCounted
      ? say('cust.column.more', { number: format.number(mostCounted) })
      : count !== undefined && format.number(count)
  return (
    <section
      ref={setNodeRef}
      className={classes.column}
      aria-label={stage.name}
      data-target={isOver || undefined}
    >
      <header className={classes.head}>
        <h2 className={classes.title} title={stage.name}>
          <StageDot stage={stage} />
          <bdi>{stage.name}</bdi>
          <span className={classes.count}>{shown}</span>
        </h2>
      </header>
      <div className={classes.cards} data-stale={column.isStale || undefined}>
        {column.isLoading ? (
          <Delayed>
            <div className={classes.ghost} />
            <div className={classes.ghost} />
          </Delayed>
        ) : column.error && column.rows.length === 0 ? (
          <ErrorState title={say('cust.error')} error={column.error} onRetry={column.retry} />
        ) : column.rows.length === 0 ? (
          <p className={classes.empty}>{say('cust.column.empty')}</p>
        ) : null}
        {column.rows.map((row) => (
          <div key={row.id} className={classes.slot}>
            <DraggableCard row={row} pipeline={pipeline} onMove={onMove} />
          </div>
        ))}
        {column.hasMore && <LoadMore isLoading={column.isLoadingMore} onLoad={column.loadMore} />}
      </div>
    </section>
  )
}

type CardProps = Pick<ColumnProps, 'pipeline' | 'onMove'> & { row: CustomerRow }

function DraggableCard({ row, pipeline, onMove }: CardProps): ReactElement {
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: row.id })
  return (
    <div ref={setNodeRef} className={classes.card} data-dragged={isDragging || undefined} {...listeners}>
      <CustomerBoardCard row={row} pipeline={pipeline} onMove={onMove} />
    </div>
  )
}
