import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import styles from './form-failure.module.css'

/** What went wrong with a whole form; announced when it appears. */
export function FormFailure({ text }: { text: string | null }): ReactElement {
  return (
    <div role="alert">
      {text !== null && (
        <p className={styles.failure}>
          <IconAlertCircle size={20} stroke={1.75} aria-hidden />
          {text}
        </p>
      )}
    </div>
  )
}
