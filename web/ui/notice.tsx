import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import classes from './notice.module.css'

export type NoticeTone = 'info' | 'warn' | 'danger' | 'plain'

type Props = {
  tone?: NoticeTone
  icon?: ReactNode
  children: ReactNode
  /** Why, in smaller letters. */
  hint?: ReactNode
  action?: ReactNode
  /** Announced when it appears. */
  isLive?: boolean
}

/** A line that tells what is special here now: a closed conversation, a channel that is down. */
export function Notice({ tone = 'info', icon, children, hint, action, isLive = false }: Props): ReactElement {
  const Icon = tone === 'info' || tone === 'plain' ? IconInfoCircle : IconAlertTriangle
  return (
    <div className={`${classes.notice} ${classes[tone]}`} role={isLive ? 'status' : undefined}>
      <span className={classes.icon}>{icon ?? <Icon size={16} stroke={1.75} aria-hidden="true" />}</span>
      <div className={classes.words}>
        {children}
        {hint ? <span className={classes.hint}>{hint}</span> : null}
      </div>
      {action}
    </div>
  )
}
