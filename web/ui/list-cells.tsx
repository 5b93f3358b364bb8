import type { ReactElement } from 'react'
import { useColleagueName } from '../lib/session.ts'
import { useFormat } from '../lib/use-format.ts'
import { useNow } from '../lib/use-now.ts'
import { useWords } from '../lib/words.ts'
import { Avatar } from './avatar.tsx'
import list from './list-page.module.css'

/** A colleague in a list. */
export function Person({ userId }: { userId: number | null }): ReactElement {
  const say = useWords()
  const name = useColleagueName()(userId)
  if (name === null) return <span className={list.quiet}>{say('c.nobody')}</span>
  return (
    <span className={list.iconed} title={name}>
      <Avatar name={name} seed={userId ?? ''} size={20} />
      <bdi>{name}</bdi>
    </span>
  )
}

/** When something was, as short as a list needs it. */
export function When({ at }: { at: string }): ReactElement {
  const format = useFormat()
  const now = useNow()
  return (
    <time className={list.time} dateTime={at} title={format.exact(at)}>
      {format.short(at, now)}
    </time>
  )
}
