import type { ReactElement } from 'react'
import type { StageView } from '#contract/pipelines'
import { useWords } from '../lib/words.ts'
import classes from './stage-bar.module.css'

type Props = { stages: readonly StageView[]; currentId: number }

/** How far a deal is in its pipeline. Won and lost stand outside the way. */
export function StageBar({ stages, currentId }: Props): ReactElement {
  const say = useWords()
  const current = stages.find((stage) => stage.id === currentId)
  const way = stages.filter((stage) => stage.kind === 'incoming' || stage.kind === 'normal')
  const position = way.findIndex((stage) => stage.id === currentId)
  const end = current?.kind === 'won' || current?.kind === 'lost' ? current.kind : null
  const label = end
    ? (current?.name ?? '')
    : say('stage.label', { position: position + 1, total: way.length, name: current?.name ?? '' })
  const look = (index: number): string => {
    if (end || index === position) return `${classes.step} ${classes.current}`
    return index < position ? `${classes.step} ${classes.passed}` : `${classes.step}`
  }
  return (
    <div
      className={end ? `${classes.bar} ${classes[end]}` : classes.bar}
      role="img"
      aria-label={label}
      title={label}
    >
      {way.map((stage, index) => (
        <span key={stage.id} className={look(index)} />
      ))}
    </div>
  )
}
