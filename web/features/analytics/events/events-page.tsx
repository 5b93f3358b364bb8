import type { ReactElement } from 'react'
import { useWords } from '../../../lib/words.ts'
import { analyticsWords } from '../labels.ts'

/** Everything that happened in the account, newest first. */
export function EventsPage(): ReactElement {
  const say = useWords(analyticsWords)
  return <title>{say('an.events')}</title>
}
