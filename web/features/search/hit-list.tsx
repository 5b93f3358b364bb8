import { Skeleton, VisuallyHidden } from '@mantine/core'
import { IconSearch, IconSearchOff } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { ReactElement } from 'react'
import type { SearchHit } from '#contract/search'
import type { SearchProblem } from '#contract/search-query'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { Delayed } from '../../ui/delayed.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Notice } from '../../ui/notice.tsx'
import { hitKey } from './hit-href.ts'
import { HitLine } from './hit-line.tsx'
import { searchWords } from './labels.ts'
import { SearchHelp } from './search-help.tsx'
import type { Results } from './use-search.ts'
import classes from './search.module.css'

type Props = { results: Results; onOpen: () => void; onExample: (text: string) => void }

/** What was found, by days; or why there is nothing. */
export function HitList({ results, onOpen, onExample }: Props): ReactElement {
  const say = useWords(searchWords)
  const format = useFormat()
  const { hits, things, error, problem, searchedTo } = results
  if (problem) return <Unclear problem={problem} />
  if (!results.isAsked) {
    return (
      <EmptyState
        icon={<IconSearch size={28} stroke={1.5} />}
        title={say('srch.start')}
        text={say('srch.start.text')}
        action={<SearchHelp onExample={onExample} />}
      />
    )
  }
  if (results.isLoading) return <Loading />
  if (error && hits.length === 0)
    return <ErrorState title={say('srch.error')} error={error} onRetry={results.retry} />
  const isNothing = hits.length + things.length === 0
  const further = searchedTo === null ? undefined : say('srch.further', { date: format.date(searchedTo) })
  return (
    <>
      {results.isFilling && <Notice>{say('srch.filling')}</Notice>}
      <VisuallyHidden role="status">
        {results.isStale ? '' : say('srch.count', { count: hits.length + things.length })}
      </VisuallyHidden>
      {isNothing && (
        <EmptyState
          icon={<IconSearchOff size={28} stroke={1.5} />}
          title={
            searchedTo === null
              ? say('srch.none')
              : say('srch.further.none', { date: format.date(searchedTo) })
          }
          text={searchedTo === null ? say('srch.none.text') : undefined}
        />
      )}
      {things.length > 0 && (
        <section aria-label={say('srch.things')}>
          <h2 className={classes.day}>{say('srch.things')}</h2>
          {things.map((hit) => (
            <HitLine key={hitKey(hit)} hit={hit} onOpen={onOpen} />
          ))}
        </section>
      )}
      <ByDays hits={hits} onOpen={onOpen} />
      {results.hasMore &&
        (further === undefined ? (
          <LoadMore isLoading={results.isLoadingMore} onLoad={results.loadMore} />
        ) : (
          <button
            type="button"
            className={classes.further}
            disabled={results.isLoadingMore}
            onClick={results.loadMore}
          >
            {results.isLoadingMore ? say('c.loading') : further}
          </button>
        ))}
      {error && hits.length > 0 ? <ErrorState error={error} onRetry={results.loadMore} /> : null}
    </>
  )
}

/** What was written stands by its day; what has a name, one after another. */
function ByDays({ hits, onOpen }: { hits: readonly SearchHit[]; onOpen: () => void }): ReactElement {
  const format = useFormat()
  const now = useNow()
  const dayOf = (hit: SearchHit): string | null =>
    hit.kind === 'message' || hit.kind === 'note' || hit.kind === 'internal' ? format.dayKey(hit.at) : null
  return (
    <>
      {hits.map((hit, place) => {
        const day = dayOf(hit)
        const above = hits[place - 1]
        const isNewDay = day !== null && (!above || dayOf(above) !== day)
        return (
          <Fragment key={hitKey(hit)}>
            {isNewDay && <h2 className={classes.day}>{format.day(hit.at, now)}</h2>}
            <HitLine hit={hit} onOpen={onOpen} />
          </Fragment>
        )
      })}
    </>
  )
}

function Unclear({ problem }: { problem: SearchProblem }): ReactElement {
  const say = useWords(searchWords)
  const kind = /^(from|от)$/i.test(problem.operator)
    ? 'from'
    : /^(channel|канал)$/i.test(problem.operator)
      ? 'channel'
      : /^(has|есть)$/i.test(problem.operator)
        ? 'has'
        : 'day'
  return (
    <EmptyState
      icon={<IconSearchOff size={28} stroke={1.5} />}
      title={say('srch.bad', { operator: problem.operator, value: problem.value })}
      text={say(`srch.bad.${kind}`)}
    />
  )
}

function Loading(): ReactElement {
  return (
    <Delayed>
      <div className={classes.loading}>
        {[1, 2, 3, 4, 5, 6].map((each) => (
          <Skeleton key={each} height={44} />
        ))}
      </div>
    </Delayed>
  )
}
