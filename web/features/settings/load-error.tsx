import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { ApiError } from '../../lib/api-error.ts'
import { errorText } from '../../lib/error-text.ts'
import { useWords } from '../../lib/words.ts'
import styles from './page.module.css'

type LoadErrorProps = { title: string; error: unknown; onRetry: () => void }

/** What could not be loaded, why, and the code one tells the administrator. */
export function LoadError({ title, error, onRetry }: LoadErrorProps): ReactElement {
  const say = useWords()
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <div role="alert" className={styles.empty}>
      <strong>{title}</strong>
      <p className={styles.sub}>
        {errorText(error)}
        {requestId && `. ${say('st.err.id', { id: requestId })}`}
      </p>
      <Button variant="default" mt="sm" onClick={onRetry}>
        {say('st.err.a')}
      </Button>
    </div>
  )
}
