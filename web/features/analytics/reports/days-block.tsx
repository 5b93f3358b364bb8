import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { daysSheet } from '#contract/report-tables'
import type { ConversationReport } from '#contract/reports'
import { useFormat } from '../../../lib/use-format.ts'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { BarChart } from '../../../ui/chart/bar-chart.tsx'
import { Legend, type Series } from '../../../ui/chart/legend.tsx'
import { channelColors } from './channel-colors.ts'
import { reportWords } from './labels.ts'
import { ReportBlock } from './report-block.tsx'
import { createSlotNames } from './slot-names.ts'
import type { ReportAsked } from './use-reports.ts'

const titles = { hour: 'rep.byHour', day: 'rep.byDay', week: 'rep.byWeek' } as const

/** New conversations over the period, channel on channel. */
export function DaysBlock({
  query,
  asked,
}: {
  query: UseQueryResult<ConversationReport>
  asked: ReportAsked
}): ReactElement {
  const say = useWords(reportWords)
  const language = useLanguage()
  const title = say(titles[query.data?.period.unit ?? 'day'])
  return (
    <ReportBlock
      title={title}
      table="days"
      asked={asked}
      query={query}
      sheetOf={(report) => daysSheet(report, language)}
      unitOf={({ period }) => period.unit}
    >
      {(report) => <Days report={report} title={title} />}
    </ReportBlock>
  )
}

function Days({ report, title }: { report: ConversationReport; title: string }): ReactElement {
  const format = useFormat()
  const names = createSlotNames(useLanguage(), report.period.unit)
  const channels = report.byChannel.map(({ channel }) => channel)
  const colors = channelColors(channels)
  const series: Series[] = channels.map(({ id, name }) => ({
    key: String(id),
    name,
    color: colors.get(id) ?? 'var(--text-3)',
  }))
  const opened = new Map(report.bySlot.map((cell) => [`${cell.slot} ${cell.channelId}`, cell.opened]))
  return (
    <>
      <Legend series={series} />
      <BarChart
        label={title}
        series={series}
        valueName={format.number}
        places={report.period.slots.map((slot) => ({
          key: slot,
          name: names.whole(slot),
          tick: names.short(slot),
          values: channels.map(({ id }) => opened.get(`${slot} ${id}`) ?? 0),
        }))}
      />
    </>
  )
}
