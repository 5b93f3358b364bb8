import type { ReactElement, ReactNode } from 'react'
import { useFormat } from '../lib/use-format.ts'
import classes from './feed-item.module.css'

type Props = {
  /** A 16 px icon of what happened. */
  icon?: ReactNode
  children: ReactNode
  at: string
  /** `line` in a feed, `centred` in a chat, `card` for what is read (notes, ratings), `accent` for what the client did. */
  look?: 'line' | 'centred' | 'card' | 'accent'
}

/** Something that happened: a change, a bot's step, a note. */
export function FeedItem({ icon, children, at, look = 'line' }: Props): ReactElement {
  const isCard = look === 'card' || look === 'accent'
  const names = [classes.line, isCard && classes.card, look !== 'line' && look !== 'card' && classes[look]]
  return (
    <div className={names.filter(Boolean).join(' ')}>
      {icon ? (
        <span className={classes.icon} aria-hidden="true">
          {icon}
        </span>
      ) : null}
      <span className={classes.words}>
        {children}
        {isCard ? null : <Time at={at} />}
      </span>
      {isCard ? <Time at={at} /> : null}
    </div>
  )
}

function Time({ at }: { at: string }): ReactElement {
  const format = useFormat()
  return (
    <time className={classes.time} dateTime={at} title={format.exact(at)}>
      {format.time(at)}
    </time>
  )
}
