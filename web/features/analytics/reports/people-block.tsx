import { SegmentedControl } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { authorsSheet, channelsSheet, peopleSheet } from '#contract/report-tables'
import type { ConversationReport, PeopleReport } from '#contract/reports'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { reportWords } from './labels.ts'
import { ReportBlock } from './report-block.tsx'
import type { ReportAsked } from './use-reports.ts'

const ways = ['responsible', 'author', 'channel'] as const
type Way = (typeof ways)[number]

type Props = {
  people: UseQueryResult<PeopleReport>
  conversations: UseQueryResult<ConversationReport>
  asked: ReportAsked
}

/** The same figures by who answers for the conversations, by who opened and closed them, by channel. */
export function PeopleBlock({ people, conversations, asked }: Props): ReactElement {
  const say = useWords(reportWords)
  const language = useLanguage()
  const [way, setWay] = useState<Way>('responsible')
  const tools: ReactNode = (
    <SegmentedControl
      size="xs"
      aria-label={say('rep.who.by')}
      value={way}
      onChange={(value) => setWay(ways.find((one) => one === value) ?? 'responsible')}
      data={ways.map((value) => ({ value, label: say(`rep.who.${value}`) }))}
    />
  )
  const shared = { title: say('rep.who'), tools, asked, isWide: true } as const
  switch (way) {
    case 'responsible':
      return (
        <ReportBlock
          {...shared}
          table="people"
          query={people}
          sheetOf={(report) => peopleSheet(report, language)}
        />
      )
    case 'author':
      return (
        <ReportBlock
          {...shared}
          table="authors"
          query={conversations}
          sheetOf={(report) => authorsSheet(report, language)}
        />
      )
    case 'channel':
      return (
        <ReportBlock
          {...shared}
          table="channels"
          query={conversations}
          sheetOf={(report) => channelsSheet(report, language)}
        />
      )
  }
}
