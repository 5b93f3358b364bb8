import type { ReactElement } from 'react'
import { fileProblemWords } from '#contract/import-words'
import type { ImportView } from '#contract/imports'
import { isApiError } from '../../lib/api-error.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useLanguage, useWords } from '../../lib/words.ts'
import { LostPage } from '../../lost-page.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { RowsSkeleton } from '../../ui/skeletons.tsx'
import { ColumnChoice } from './column-choice.tsx'
import { ImportProgress } from './import-progress.tsx'
import { ImportResult } from './import-result.tsx'
import { useImport } from './imports-data.ts'
import { importWords } from './labels.ts'

/** One import, from the choice of columns to what came of it. */
export function ImportPage({ importId }: { importId: number }): ReactElement {
  const say = useWords(importWords)
  const found = useImport(importId)
  if (isApiError(found.error, 'import.not_found')) return <LostPage />
  return (
    <Page
      title={<bdi>{found.data?.fileName ?? say('im.title')}</bdi>}
      subtitle={found.data && <Subtitle view={found.data} />}
      width="narrow"
      backHref="/imports"
    >
      <title>{found.data?.fileName ?? say('im.title')}</title>
      {found.isPending && <RowsSkeleton label={say('im.loading')} />}
      {found.isError && !found.data && (
        <ErrorState title={say('im.one.error')} error={found.error} onRetry={() => void found.refetch()} />
      )}
      {found.data && <Steps view={found.data} />}
    </Page>
  )
}

function Subtitle({ view }: { view: ImportView }): ReactElement {
  const say = useWords(importWords)
  const format = useFormat()
  const by = say('im.by', { name: view.createdBy.name, at: format.dateTime(view.createdAt) })
  return (
    <>
      {say(`im.kind.${view.kind}`)} · {by} · <span role="status">{say(`im.state.${view.state}`)}</span>
    </>
  )
}

function Steps({ view }: { view: ImportView }): ReactElement {
  const { state } = view
  const isGoing = state === 'checking' || state === 'running' || state === 'undoing'
  const isChoosing = state === 'draft' || state === 'checked' || state === 'failed'
  return (
    <>
      {view.problem && <FileProblemNotice problem={view.problem} />}
      {isGoing && <ImportProgress view={view} />}
      {!isGoing && state !== 'draft' && state !== 'failed' && <ImportResult view={view} />}
      {isChoosing && <ColumnChoice view={view} />}
    </>
  )
}

function FileProblemNotice({
  problem: { code, line },
}: {
  problem: NonNullable<ImportView['problem']>
}): ReactElement {
  const say = useWords(importWords)
  const text = fileProblemWords[useLanguage()][code]
  return <Notice tone="danger">{line === null ? text : say('im.problem.line', { line, text })}</Notice>
}
