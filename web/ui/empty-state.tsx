import type { ReactElement, ReactNode } from 'react'
import classes from './state.module.css'

type Props = {
  /** A 28 px icon. */
  icon?: ReactNode
  title: ReactNode
  /** What will appear here. */
  text?: ReactNode
  /** The one next step. */
  action?: ReactNode
}

/** A place with nothing in it: what will be here, and what to do. */
export function EmptyState({ icon, title, text, action }: Props): ReactElement {
  return (
    <div className={classes.state}>
      {icon ? (
        <span className={classes.icon} aria-hidden="true">
          {icon}
        </span>
      ) : null}
      <p className={classes.title}>{title}</p>
      {text ? <p className={classes.text}>{text}</p> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}
