import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { getDeadLetter } from '#contract/dead-letters'
import { call } from '../../lib/api.ts'
import { errorText } from '../../lib/error-text.ts'
import { useWords } from '../../lib/words.ts'
import page from '../settings/page.module.css'
import classes from './dead-letters.module.css'
import { deadLetterWords } from './labels.ts'

/** The update as the messenger sent it: always text, never markup; kept in no cache once it is hidden. */
export function RawUpdate({ letterId }: { letterId: number }): ReactElement {
  const say = useWords(deadLetterWords)
  const raw = useQuery({
    queryKey: ['dead-letter', letterId],
    queryFn: ({ signal }) => call(getDeadLetter, { letterId }, { signal }),
    gcTime: 0,
    retry: false,
  })
  if (raw.isPending) return <Skeleton height={96} mt={8} />
  if (raw.isError) {
    return (
      <p className={page.meta} role="alert">
        {say('dl.raw.error', { why: errorText(raw.error) })}
      </p>
    )
  }
  return (
    <>
      <pre className={classes.raw} tabIndex={0} aria-label={say('dl.raw')} dir="ltr">
        {raw.data.raw}
      </pre>
      {raw.data.isCut && <p className={page.meta}>{say('dl.raw.cut')}</p>}
    </>
  )
}
