import { SegmentedControl } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { hoursSheet } from '#contract/report-tables'
import { weekdayWords } from '#contract/report-words'
import type { ConversationReport } from '#contract/reports'
import { useFormat } from '../../../lib/use-format.ts'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { HeatMap } from '../../../ui/chart/heat-map.tsx'
import { reportWords } from './labels.ts'
import { ReportBlock } from './report-block.tsx'
import type { ReportAsked } from './use-reports.ts'

const facts = ['opened', 'closed', 'exceeded'] as const
type Fact = (typeof facts)[number]

const colors: Record<Fact, string> = {
  opened: 'var(--accent)',
  closed: 'var(--stage-green)',
  exceeded: 'var(--stage-red)',
}

/** When in the week most happens. */
export function WeekBlock({
  query,
  asked,
}: {
  query: UseQueryResult<ConversationReport>
  asked: ReportAsked
}): ReactElement {
  const say = useWords(reportWords)
  const language = useLanguage()
  const [fact, setFact] = useState<Fact>('opened')
  return (
    <ReportBlock
      title={say('rep.week')}
      tools={
        <SegmentedControl
          size="xs"
          aria-label={say('rep.fact')}
          value={fact}
          onChange={(value) => setFact(facts.find((one) => one === value) ?? 'opened')}
          data={facts.map((value) => ({ value, label: say(`rep.fact.${value}`) }))}
        />
      }
      table="hours"
      asked={asked}
      query={query}
      sheetOf={(report) => hoursSheet(report, language)}
    >
      {(report) => (
        <Week report={report} fact={fact} title={`${say('rep.week')}: ${say(`rep.fact.${fact}`)}`} />
      )}
    </ReportBlock>
  )
}

function Week({
  report,
  fact,
  title,
}: {
  report: ConversationReport
  fact: Fact
  title: string
}): ReactElement {
  const format = useFormat()
  const days = weekdayWords[useLanguage()]
  const hours = hoursShown(report)
  const counts = new Map(report.byHour.map((cell) => [`${cell.weekday} ${cell.hour}`, cell[fact]]))
  return (
    <HeatMap
      label={title}
      rows={days}
      columns={hours.map(String)}
      values={days.map((_day, index) => hours.map((hour) => counts.get(`${index + 1} ${hour}`) ?? 0))}
      valueName={format.number}
      color={colors[fact]}
    />
  )
}

/** From the first hour in which anything happens to the last, a working day at least. */
function hoursShown({ byHour }: ConversationReport): number[] {
  const first = Math.min(9, ...byHour.map(({ hour }) => hour))
  const last = Math.max(18, ...byHour.map(({ hour }) => hour))
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
