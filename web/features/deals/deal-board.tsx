import {
  DndContext,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import type { DealRow } from '#contract/deals'
import type { PipelineView, StageView } from '#contract/pipelines'
import { useKeptPlace } from '../../lib/use-kept-place.ts'
import { useWords } from '../../lib/words.ts'
import { BoardCard } from './board-card.tsx'
import { BoardColumn } from './board-column.tsx'
import { boardWords } from './board-labels.ts'
import type { DealFilter } from './deal-filter.ts'
import { liveDeals } from './deal-list.ts'
import { useBoardKeys } from './use-board-keys.ts'
import type { StageTotals } from './use-deal-totals.ts'
import classes from './board.module.css'

type Props = {
  filter: DealFilter
  pipeline: PipelineView
  totals: StageTotals | undefined
  canAdd: boolean
  onMove: (deal: DealRow, stage: StageView) => void
}

/** Who does not see the board goes by the keyboard, which says all itself. */
const nothing = (): undefined => undefined
const silent = {
  announcements: { onDragStart: nothing, onDragOver: nothing, onDragEnd: nothing, onDragCancel: nothing },
  screenReaderInstructions: { draggable: '' },
}

/** The mouse has to move a little and the finger to rest a moment: a click opens, a swipe scrolls. */
const mouse = { activationConstraint: { distance: 6 } }
const finger = { activationConstraint: { delay: 220, tolerance: 8 } }

/** A pipeline as a board: a column for each stage, cards dragged between them by mouse, finger and keyboard. */
export function DealBoard({ filter, pipeline, totals, canAdd, onMove }: Props): ReactElement {
  const say = useWords(boardWords)
  const client = useQueryClient()
  const sensors = useSensors(useSensor(MouseSensor, mouse), useSensor(TouchSensor, finger))
  const [dragged, setDragged] = useState<DealRow | null>(null)
  const [said, setSaid] = useState('')
  const [board, setBoard] = useState<HTMLDivElement | null>(null)
  useKeptPlace(board, `board ${JSON.stringify(filter)} ${pipeline.id}`)
  useEffect(() => () => liveDeals.leave(client), [client])
  const stages = pipeline.stages.filter(
    ({ id }) => filter.stageIds.length === 0 || filter.stageIds.includes(id),
  )
  const { lifted, onKeyDown, onBlur } = useBoardKeys({
    stages,
    findDeal: (dealId) => liveDeals.find(client, dealId),
    onDrop: (deal, stage) => {
      setSaid('')
      onMove(deal, stage)
      // The card goes to another column with the focus.
      requestAnimationFrame(() =>
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>(`a[data-card="${deal.id}"]`)?.focus(),
        ),
      )
    },
    onReturn: ({ name }) => setSaid(say('board.returned', { name })),
  })
  const heard = lifted
    ? lifted.stage.id === lifted.deal.stage.id
      ? say('board.lifted', { name: lifted.deal.name })
      : say('board.over', { stage: lifted.stage.name })
    : said
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      accessibility={silent}
      onDragStart={({ active }) => setDragged(liveDeals.find(client, Number(active.id)) ?? null)}
      onDragCancel={() => setDragged(null)}
      onDragEnd={({ over }) => {
        setDragged(null)
        const stage = stages.find(({ id }) => id === over?.id)
        if (dragged && stage && stage.id !== dragged.stage.id) onMove(dragged, stage)
      }}
    >
      <div
        ref={setBoard}
        className={classes.board}
        role="group"
        aria-label={say('board.label', { name: pipeline.name })}
        data-dragging={dragged !== null || undefined}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      >
        {stages.map((stage) => (
          <BoardColumn
            key={`${pipeline.id}:${stage.id}`}
            filter={filter}
            pipelineId={pipeline.id}
            stage={stage}
            totals={totals}
            canAdd={canAdd}
            isTarget={lifted?.stage.id === stage.id}
            liftedId={lifted?.deal.id ?? null}
          />
        ))}
      </div>
      <span id="board-help" className="beseda-hidden">
        {say('board.help')}
      </span>
      <div className="beseda-hidden" role="status">
        {heard}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged ? (
          <div className={classes.card} data-overlay>
            <BoardCard deal={dragged} />
          </div>
        ) : null}
      </DragOverlay>
    </DndContext>
  )
}
