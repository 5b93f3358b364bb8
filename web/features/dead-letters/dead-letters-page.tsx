import { useInfiniteQuery } from '@tanstack/react-query'
import { IconCircleCheck } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { RowsSkeleton } from '../../ui/skeletons.tsx'
import page from '../settings/page.module.css'
import { lettersQuery, titleId } from './dead-letters-data.ts'
import { deadLetterWords } from './labels.ts'
import { LetterRow } from './letter-row.tsx'

/** What messengers delivered and could not be taken: looked at, taken again, deleted. */
export function DeadLettersPage(): ReactElement {
  const say = useWords(deadLetterWords)
  const list = useInfiniteQuery(lettersQuery)
  const items = list.data?.pages.flatMap((each) => each.items) ?? []
  return (
    <div className={page.page}>
      <title>{say('dl.title')}</title>
      <h1 id={titleId} className={page.title} tabIndex={-1}>
        {say('dl.title')}
      </h1>
      <p className={page.sub}>{say('dl.sub')}</p>
      <section className={page.section} aria-label={say('dl.title')}>
        {list.isPending && <RowsSkeleton label={say('dl.loading')} />}
        {list.isError && !list.data && (
          <ErrorState title={say('dl.error')} error={list.error} onRetry={() => void list.refetch()} />
        )}
        {list.data && items.length === 0 && (
          <EmptyState
            icon={<IconCircleCheck size={28} stroke={1.5} />}
            title={say('dl.none.t')}
            text={say('dl.none.d')}
          />
        )}
        {items.length > 0 && (
          <ul className={page.list}>
            {items.map((letter) => (
              <LetterRow key={letter.id} letter={letter} />
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <LoadMore isLoading={list.isFetchingNextPage} onLoad={() => void list.fetchNextPage()} />
        )}
      </section>
    </div>
  )
}
