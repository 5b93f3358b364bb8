import type { ReactElement, ReactNode } from 'react'
import classes from './section.module.css'

type Props = { title?: ReactNode; count?: number; action?: ReactNode; children: ReactNode }

/** A titled part of a pane. */
export function Section({ title, count, action, children }: Props): ReactElement {
  return (
    <section className={classes.section}>
      {title || action ? (
        <div className={classes.head}>
          <h3 className={classes.title}>
            {title}
            {count === undefined ? null : <span className={classes.count}>{count}</span>}
          </h3>
          {action}
        </div>
      ) : null}
      {children}
    </section>
  )
}
