import { Button } from '@mantine/core'
import { IconCloudOff, IconRefresh } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { ApiError } from '../lib/api-error.ts'
import { errorText } from '../lib/error-text.ts'
import { useWords } from '../lib/words.ts'
import classes from './state.module.css'

type Props = {
  error: unknown
  /** What could not be loaded. */
  title?: string
  onRetry?: () => void
}

/** What happened, a way to try again and the code a person quotes to find it in the log. */
export function ErrorState({ error, title, onRetry }: Props): ReactElement {
  const say = useWords()
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <div className={classes.state} role="alert">
      <span className={classes.icon} aria-hidden="true">
        <IconCloudOff size={28} stroke={1.5} />
      </span>
      <p className={classes.title}>{title ?? say('st.err.t')}</p>
      <p className={classes.text}>{errorText(error)}</p>
      {requestId ? <p className={classes.code}>{say('st.err.id', { id: requestId })}</p> : null}
      {onRetry ? (
        <Button
          className={classes.action}
          variant="default"
          leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden="true" />}
          onClick={onRetry}
        >
          {say('st.err.a')}
        </Button>
      ) : null}
    </div>
  )
}
