import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { IconTableImport } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { importKinds } from '#contract/imports'
import type { ImportRow } from '#contract/imports'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { RowsSkeleton } from '../../ui/skeletons.tsx'
import page from '../settings/page.module.css'
import { historyQuery, useLiveImports } from './imports-data.ts'
import classes from './imports.module.css'
import { importWords } from './labels.ts'
import { StartImport } from './start-import.tsx'

/** Where an import begins, and those there have been. */
export function ImportsPage(): ReactElement {
  const say = useWords(importWords)
  const { rights } = useSession()
  const asked = new URLSearchParams(useRouter().history.location.search).get('kind')
  const kinds = importKinds.filter((kind) => rights.imports.includes(kind))
  const kind = kinds.find((each) => each === asked) ?? kinds[0]
  return (
    <Page title={say('im.title')} width="narrow" backHref={`/${kind ?? 'contacts'}`}>
      <title>{say('im.title')}</title>
      <p className={page.sub}>{say('im.sub')}</p>
      {kind === undefined ? (
        <EmptyState title={say('im.noRights')} text={say('im.noRights.d')} />
      ) : (
        <StartImport key={kind} kinds={kinds} kind={kind} />
      )}
      <History />
    </Page>
  )
}

function History(): ReactElement {
  const say = useWords(importWords)
  useLiveImports()
  const list = useInfiniteQuery(historyQuery)
  const items = list.data?.pages.flatMap((each) => each.items) ?? []
  return (
    <section className={page.section} aria-labelledby="imports-history">
      <h2 id="imports-history" className={page.heading}>
        {say('im.history')}
      </h2>
      {list.isPending && <RowsSkeleton label={say('im.loading')} />}
      {list.isError && !list.data && (
        <ErrorState title={say('im.error')} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data && items.length === 0 && (
        <EmptyState
          icon={<IconTableImport size={28} stroke={1.5} />}
          title={say('im.none')}
          text={say('im.none.d')}
        />
      )}
      {items.length > 0 && (
        <ul className={page.list}>
          {items.map((row) => (
            <HistoryRow key={row.id} row={row} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <LoadMore isLoading={list.isFetchingNextPage} onLoad={() => void list.fetchNextPage()} />
      )}
    </section>
  )
}

function HistoryRow({ row }: { row: ImportRow }): ReactElement {
  const say = useWords(importWords)
  const format = useFormat()
  const at = format.dateTime(row.createdAt)
  return (
    <li className={page.row}>
      <div className={page.grow}>
        <AppLink
          className={`${page.name} ${classes.link}`}
          href={`/imports/${row.id}`}
          aria-label={say('im.open', { name: row.fileName })}
        >
          <bdi>{row.fileName}</bdi>
        </AppLink>
        <span className={page.meta}>
          {say(`im.kind.${row.kind}`)} · <bdi>{say('im.by', { name: row.createdBy.name, at })}</bdi>
        </span>
      </div>
      <span className={classes.state} data-state={row.state}>
        {say(`im.state.${row.state}`)}
      </span>
    </li>
  )
}
