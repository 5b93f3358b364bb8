import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import type { Announcements, UniqueIdentifier } from '@dnd-kit/core'
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { IconGripVertical } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../../lib/words.ts'
import page from '../settings/page.module.css'
import { pipelineWords } from './labels.ts'
import classes from './pipelines.module.css'

type Row = { id: number; name: string }

type Props<Each extends Row> = {
  rows: readonly Each[]
  render: (row: Each) => ReactNode
  /** Puts a row before another one; null: at the end. Rejects when it may not stand there. */
  onMove: (id: number, beforeId: number | null) => Promise<void>
}

const finger = { activationConstraint: { delay: 200, tolerance: 8 } }

/** Rows put in order by mouse, finger and keyboard; seen at once, put back when refused. */
export function SortableRows<Each extends Row>({ rows, render, onMove }: Props<Each>): ReactElement {
  const say = useWords(pipelineWords)
  const sensors = useSensors(
    useSensor(MouseSensor),
    useSensor(TouchSensor, finger),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  // Until the server has answered the rows stand as they were dropped.
  const [dropped, setDropped] = useState<readonly number[] | null>(null)
  const shown = dropped
    ? rows.toSorted((one, other) => dropped.indexOf(one.id) - dropped.indexOf(other.id))
    : rows
  const ids = shown.map(({ id }) => id)
  const nameOf = (id: UniqueIdentifier): string => shown.find((row) => row.id === id)?.name ?? ''
  const placeOf = (id: UniqueIdentifier | undefined): number => ids.findIndex((each) => each === id) + 1
  const announcements: Announcements = {
    onDragStart: ({ active }) => say('pl.drag.lifted', { name: nameOf(active.id) }),
    onDragOver: ({ active, over }) =>
      say('pl.drag.over', { name: nameOf(active.id), place: placeOf(over?.id), count: ids.length }),
    onDragEnd: ({ active, over }) =>
      say('pl.drag.dropped', { name: nameOf(active.id), place: placeOf(over?.id ?? active.id) }),
    onDragCancel: ({ active }) => say('pl.drag.cancelled', { name: nameOf(active.id) }),
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{
        announcements,
        screenReaderInstructions: { draggable: say('pl.drag.help') },
        // What is said stands outside the list, which holds rows only.
        container: document.body,
      }}
      onDragEnd={({ active, over }) => {
        const [from, to] = [placeOf(active.id) - 1, placeOf(over?.id) - 1]
        if (from < 0 || to < 0 || from === to) return
        const next = arrayMove(ids, from, to)
        setDropped(next)
        void onMove(Number(active.id), next[to + 1] ?? null).finally(() => setDropped(null))
      }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        {shown.map((row) => (
          <SortableRow key={row.id} row={row}>
            {render(row)}
          </SortableRow>
        ))}
      </SortableContext>
    </DndContext>
  )
}

function SortableRow({ row, children }: { row: Row; children: ReactNode }): ReactElement {
  const say = useWords(pipelineWords)
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: row.id, attributes: { roleDescription: say('pl.drag.role') } })
  return (
    <li
      ref={setNodeRef}
      className={`${page.row} ${classes.row}`}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      data-dragged={isDragging || undefined}
    >
      <button
        ref={setActivatorNodeRef}
        type="button"
        className={classes.handle}
        {...attributes}
        {...listeners}
        aria-label={say('pl.drag.of', { name: row.name })}
      >
        <IconGripVertical size={16} stroke={1.75} aria-hidden="true" />
      </button>
      {children}
    </li>
  )
}
