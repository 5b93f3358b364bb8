import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import styles from './form-failure.module.css'

/** What went wrong with a whole form; announced when it appears. */
export function FormFailure({ text }: { text: string | null }): ReactElement | null {
  if (text === null) return null
  return (
    <p role="alert" className={styles.failure}>
      <IconAlertCircle size={20} stroke={1.75} aria-hidden />
      {text}
    </p>
  )
}
