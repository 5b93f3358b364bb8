import { notifications } from '@mantine/notifications'
import { useEffect, useEffectEvent } from 'react'
import { isApiError } from '../../lib/api-error.ts'
import { useWords } from '../../lib/words.ts'
import { cardWords } from './labels.ts'
import type { FeedViewing } from './use-feed-view.ts'

/** A line that is not there, or not for one's eyes: that is said, and the feed is shown at its end. */
export function useLostLine({ line, jumpTo }: FeedViewing, error: unknown): void {
  const say = useWords(cardWords)
  const isLost =
    line !== null && (isApiError(error, 'feed.line_not_found') || isApiError(error, 'request.invalid'))
  const tell = useEffectEvent(() => {
    notifications.show({ id: 'feed.lost', message: say('card.feed.lost') })
    jumpTo(null)
  })
  useEffect(() => {
    if (isLost) tell()
  }, [isLost])
}
