import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { loadSheet } from '#contract/report-tables'
import type { LoadReport } from '#contract/reports'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { reportWords } from './labels.ts'
import { ReportBlock } from './report-block.tsx'
import type { ReportAsked } from './use-reports.ts'

/** What everybody has to do at this moment. */
export function LoadBlock({
  query,
  asked,
}: {
  query: UseQueryResult<LoadReport>
  asked: ReportAsked
}): ReactElement {
  const say = useWords(reportWords)
  const language = useLanguage()
  const isEmpty = query.data?.total.open === 0
  return (
    <ReportBlock
      isWide
      title={say('rep.load')}
      note={say(isEmpty ? 'rep.load.empty' : 'rep.load.text')}
      table="load"
      asked={asked}
      query={query}
      sheetOf={(report) => loadSheet(report, language)}
    />
  )
}
