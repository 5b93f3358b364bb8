import { IconEye } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { presenceWords } from './labels.ts'
import classes from './presence.module.css'

type LookersProps = {
  names: readonly string[]
  /** In a row of a list there is room for the sign alone; the names are its label. */
  isShort?: boolean
}

/** Who else has a conversation before him. */
export function Lookers({ names, isShort = false }: LookersProps): ReactElement | null {
  const say = useWords(presenceWords)
  if (names.length === 0) return null
  const words = say(names.length === 1 ? 'presence.looks' : 'presence.look', { names: names.join(', ') })
  return (
    <span className={classes.lookers} title={words}>
      <IconEye size={14} stroke={1.75} aria-hidden="true" />
      {isShort ? <span className="beseda-hidden">{words}</span> : <bdi>{words}</bdi>}
    </span>
  )
}
