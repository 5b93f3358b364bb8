import type { ReactElement } from 'react'
import { rowProblemWords } from '#contract/import-words'
import type { ImportView, RowProblemView } from '#contract/imports'
import { useLanguage, useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { RowsSkeleton } from '../../ui/skeletons.tsx'
import page from '../settings/page.module.css'
import { useProblems } from './imports-data.ts'
import classes from './imports.module.css'
import { importWords } from './labels.ts'

/** What is wrong with which line of the file. */
export function ProblemList({ view }: { view: ImportView }): ReactElement {
  const say = useWords(importWords)
  const list = useProblems(view)
  const items = list.data?.pages.flatMap((each) => each.items) ?? []
  return (
    <div className={classes.problems}>
      <h3 className={page.heading}>{say('im.problems')}</h3>
      {list.isPending && <RowsSkeleton label={say('im.problems')} />}
      {list.isError && !list.data && (
        <ErrorState title={say('im.problems.error')} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {items.length > 0 && (
        <ul className={page.list} aria-label={say('im.problems')}>
          {items.map(({ row, line, problems }) => (
            <li key={row} className={page.row}>
              <span className={classes.line}>{say('im.line', { line })}</span>
              <div className={page.grow}>
                {problems.map((problem) => (
                  <Problem key={`${problem.column} ${problem.code}`} problem={problem} />
                ))}
              </div>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <LoadMore isLoading={list.isFetchingNextPage} onLoad={() => void list.fetchNextPage()} />
      )}
    </div>
  )
}

function Problem({ problem: { column, code, value } }: { problem: RowProblemView }): ReactElement {
  const words = rowProblemWords[useLanguage()][code]
  return (
    <p className={classes.problem}>
      {column !== null && (
        <>
          <bdi className={classes.column}>{column}</bdi>:{' '}
        </>
      )}
      {words}
      {value !== null && (
        <>
          {' '}
          <bdi className={classes.value}>{value}</bdi>
        </>
      )}
    </p>
  )
}
