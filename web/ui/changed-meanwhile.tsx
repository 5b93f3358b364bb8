import { Button } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { isApiError } from '../lib/api-error.ts'
import { useWords } from '../lib/words.ts'
import { changedWords } from './changed-words.ts'
import classes from './changed-meanwhile.module.css'

type Props = {
  /** What stands there now, and what one would have written. */
  theirs: ReactNode
  mine: ReactNode
  onMine: () => void
  onTheirs: () => void
  isBusy?: boolean
}

/** Beside a field that somebody else has changed meanwhile: both values, and the choice. */
export function ChangedMeanwhile({ theirs, mine, onMine, onTheirs, isBusy = false }: Props): ReactElement {
  const say = useWords(changedWords)
  const shown = (value: ReactNode): ReactElement => (
    <bdi className={classes.value}>
      {value === '' || value === null || value === undefined ? say('changed.none') : value}
    </bdi>
  )
  return (
    <div className={classes.notice} role="alert">
      <p className={classes.words}>
        {say('changed.now')} {shown(theirs)}
      </p>
      <p className={classes.words}>
        {say('changed.mine')} {shown(mine)}
      </p>
      <div className={classes.choice}>
        <Button type="button" size="compact-sm" variant="light" loading={isBusy} onClick={onMine}>
          {say('changed.keepMine')}
        </Button>
        <Button type="button" size="compact-sm" variant="default" disabled={isBusy} onClick={onTheirs}>
          {say('changed.keepTheirs')}
        </Button>
      </div>
    </div>
  )
}

/** What a field holds now, when a change of it was refused because it is no longer as its editor saw it; else null. */
export function changedTo(error: unknown): { current: unknown } | null {
  if (!isApiError(error) || !error.code.endsWith('.changed_meanwhile')) return null
  return { current: error.details['current'] }
}
