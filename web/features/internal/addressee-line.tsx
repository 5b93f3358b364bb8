import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { internalWords } from './labels.ts'
import type { Addressee } from './people.ts'
import classes from './internal.module.css'

/** A colleague or a group in a list of those who can be named. */
export function AddresseeLine({ addressee }: { addressee: Addressee }): ReactElement {
  const say = useWords(internalWords)
  const { kind, id, name, size } = addressee
  return (
    <span className={classes.addressee}>
      <Avatar name={name} seed={id} size={24} isGroup={kind === 'group'} />
      <bdi className={classes.addresseeName}>{name}</bdi>
      {size !== null && <span className={classes.quiet}>{say('in.group.size', { count: size })}</span>}
    </span>
  )
}
