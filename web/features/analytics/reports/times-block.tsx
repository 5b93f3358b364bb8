import { SegmentedControl } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { responsesSheet } from '#contract/report-tables'
import type { ResponseReport } from '#contract/reports'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { Legend, type Series } from '../../../ui/chart/legend.tsx'
import { LineChart } from '../../../ui/chart/line-chart.tsx'
import { reportWords } from './labels.ts'
import { ReportBlock } from './report-block.tsx'
import { createSlotNames } from './slot-names.ts'
import { spanText } from './span-text.ts'
import type { ReportAsked } from './use-reports.ts'
import classes from './reports.module.css'

type Which = 'first' | 'all'

/** The response time in the middle and the one of nine in ten, over the period, with the limit across. */
export function TimesBlock({
  query,
  asked,
}: {
  query: UseQueryResult<ResponseReport>
  asked: ReportAsked
}): ReactElement {
  const say = useWords(reportWords)
  const language = useLanguage()
  const [which, setWhich] = useState<Which>('first')
  const title = say(which === 'first' ? 'rep.firstTimes' : 'rep.allTimes')
  const isEmpty = query.data?.now[which].count === 0
  return (
    <ReportBlock
      title={title}
      tools={
        <SegmentedControl
          size="xs"
          aria-label={say('rep.which')}
          value={which}
          onChange={(value) => setWhich(value === 'all' ? 'all' : 'first')}
          data={[
            { value: 'first', label: say('rep.which.first') },
            { value: 'all', label: say('rep.which.all') },
          ]}
        />
      }
      table="responses"
      asked={asked}
      query={query}
      sheetOf={(report) => responsesSheet(report, language)}
      unitOf={({ period }) => period.unit}
    >
      {(report) =>
        isEmpty ? (
          <p className={classes.empty}>{say('rep.noAnswers')}</p>
        ) : (
          <Times report={report} which={which} title={title} />
        )
      }
    </ReportBlock>
  )
}

function Times({
  report,
  which,
  title,
}: {
  report: ResponseReport
  which: Which
  title: string
}): ReactElement {
  const say = useWords(reportWords)
  const language = useLanguage()
  const names = createSlotNames(language, report.period.unit)
  const spanOf = (seconds: number): string => spanText(seconds, language)
  const series: Series[] = [
    { key: 'median', name: say('rep.median'), color: 'var(--accent-text)' },
    { key: 'p90', name: say('rep.p90'), color: 'var(--stage-amber)', isDashed: true },
  ]
  const { judged } = report
  return (
    <>
      <Legend series={series} isLines />
      <LineChart
        label={title}
        series={series}
        none={say('rep.none')}
        valueName={spanOf}
        tickName={spanOf}
        limit={
          judged && {
            seconds: judged.limitMinutes * 60,
            name: say('rep.limit', { minutes: judged.limitMinutes }),
          }
        }
        places={report.bySlot.map(({ slot, [which]: times }) => ({
          key: slot,
          name: names.whole(slot),
          tick: names.short(slot),
          values: [times.medianSeconds, times.p90Seconds],
        }))}
      />
    </>
  )
}
