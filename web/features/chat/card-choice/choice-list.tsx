import type { ReactElement } from 'react'
import type { CardRef } from '#contract/common'
import type { CardChoice } from '#contract/conversations'
import { stageColors } from '#contract/pipelines'
import { useWords } from '../../../lib/words.ts'
import { StageDot } from '../../../ui/stage-select.tsx'
import { cardChoiceWords } from './labels.ts'
import classes from './card-choice.module.css'

type ChoiceListProps = {
  items: readonly CardChoice[]
  current: CardRef | null
  isDisabled: boolean
  /** Said when there is none. */
  nothing: string
  onChoose: (choice: CardChoice) => void
}

/** Cards to choose from; what cannot be chosen says why. */
export function ChoiceList({ items, current, isDisabled, nothing, onChoose }: ChoiceListProps): ReactElement {
  const say = useWords(cardChoiceWords)
  if (items.length === 0) return <p className={classes.quiet}>{nothing}</p>
  return (
    <ul className={classes.list} aria-label={say('choose.list')}>
      {items.map((choice) => {
        const isCurrent = choice.kind === current?.kind && choice.id === current.id
        const note = isCurrent ? say('choose.now') : choice.canChoose ? null : say('choose.refused')
        return (
          <li key={choice.kind + String(choice.id)}>
            <button
              type="button"
              className={classes.choice}
              disabled={isDisabled || isCurrent || !choice.canChoose}
              onClick={() => onChoose(choice)}
            >
              <StageDot
                stage={{ color: stageColors.find((color) => color === choice.stageColor) ?? 'slate' }}
              />
              <span className={classes.words}>
                <bdi className={classes.name}>{choice.name}</bdi>
                <span className={classes.quiet}>
                  {[say(`choose.${choice.kind}`), choice.stageName, note].filter(Boolean).join(' · ')}
                </span>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
