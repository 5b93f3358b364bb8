import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { bucketName, bucketsSheet } from '#contract/report-tables'
import type { ResponseReport } from '#contract/reports'
import { useFormat } from '../../../lib/use-format.ts'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { BarChart } from '../../../ui/chart/bar-chart.tsx'
import { reportWords } from './labels.ts'
import { ReportBlock } from './report-block.tsx'
import type { ReportAsked } from './use-reports.ts'
import classes from './reports.module.css'

/** How many clients waited how long. */
export function BucketsBlock({
  query,
  asked,
}: {
  query: UseQueryResult<ResponseReport>
  asked: ReportAsked
}): ReactElement {
  const say = useWords(reportWords)
  const language = useLanguage()
  const format = useFormat()
  const title = say('rep.buckets')
  const series = [{ key: 'all', name: say('rep.answers'), color: 'var(--accent)' }]
  const waiting = query.data?.waiting ?? 0
  return (
    <ReportBlock
      title={title}
      note={waiting > 0 ? say('rep.waiting', { count: waiting }) : null}
      table="buckets"
      asked={asked}
      query={query}
      sheetOf={(report) => bucketsSheet(report, language)}
    >
      {(report) =>
        report.now.all.count === 0 ? (
          <p className={classes.empty}>{say('rep.noAnswers')}</p>
        ) : (
          <BarChart
            label={title}
            series={series}
            hasValues
            valueName={format.number}
            places={report.buckets.map(({ upToSeconds, all }) => ({
              key: String(upToSeconds),
              name: bucketName(upToSeconds, language),
              tick: upToSeconds === null ? '> 24' : bucketName(upToSeconds, language).replace('≤ ', ''),
              values: [all],
            }))}
          />
        )
      }
    </ReportBlock>
  )
}
