import { IconCheck } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import styles from './steps.module.css'

export function Steps({ children }: { children: ReactNode }): ReactElement {
  return <ol className={styles.steps}>{children}</ol>
}

type StepProps = {
  position: number
  title: string
  /** `later` is told but cannot be done yet. */
  state: 'done' | 'now' | 'later'
  children?: ReactNode
}

/** One step of a way that is walked from top to bottom. */
export function Step({ position, title, state, children }: StepProps): ReactElement {
  return (
    <li className={styles.step} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={styles.mark}>
        {state === 'done' ? <IconCheck size={16} stroke={2.25} aria-hidden /> : position}
      </span>
      <div className={styles.body}>
        <h2 className={styles.title}>{title}</h2>
        {children}
      </div>
    </li>
  )
}
