import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ChatSkeleton } from '../../ui/skeletons.tsx'
import { cardWords } from './labels.ts'
import type { LoadedFeed } from './use-card-feed.ts'
import type { FeedViewing } from './use-feed-view.ts'
import classes from './card.module.css'

/** What stands where the feed would, while there is none: it loads, could not be loaded, or has nothing to show. */
export function FeedPlace({ loaded, view }: { loaded: LoadedFeed; view: FeedViewing }): ReactElement {
  const say = useWords(cardWords)
  return (
    <div className={classes.place}>
      {loaded.feed ? (
        <Nothing view={view} />
      ) : loaded.error ? (
        <ErrorState title={say('card.feed.error')} error={loaded.error} onRetry={loaded.retry} />
      ) : (
        <ChatSkeleton />
      )}
    </div>
  )
}

function Nothing({ view }: { view: FeedViewing }): ReactElement {
  const say = useWords(cardWords)
  if (view.search !== '') {
    return <EmptyState title={say('card.feed.nothing')} text={say('card.feed.nothing.d')} />
  }
  if (view.since !== null) {
    return (
      <EmptyState
        title={say('card.feed.nothing')}
        action={
          <Button variant="light" onClick={() => view.jumpTo(null)}>
            {say('card.feed.newest')}
          </Button>
        }
      />
    )
  }
  if (view.hidden.includes('messages')) {
    return (
      <EmptyState
        title={say('card.feed.filtered')}
        action={
          <Button variant="light" onClick={() => view.hide([])}>
            {say('card.feed.showAll')}
          </Button>
        }
      />
    )
  }
  return <EmptyState title={say('card.feed.empty')} />
}

/** The feed is looked at from a day in the past on. */
export function SinceLine({ since, onNewest }: { since: string; onNewest: () => void }): ReactElement {
  const say = useWords(cardWords)
  const format = useFormat()
  return (
    <div className={classes.sinceLine}>
      {say('card.feed.since', { day: format.dateTime(since) })}
      <button type="button" className={classes.textLink} onClick={onNewest}>
        {say('card.feed.newest')}
      </button>
    </div>
  )
}
