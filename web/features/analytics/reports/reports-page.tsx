import { Button } from '@mantine/core'
import { IconChartBar } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useAddressFilter } from '../../../lib/use-address-filter.ts'
import { useNow } from '../../../lib/use-now.ts'
import { useSession } from '../../../lib/session.ts'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { analyticsWords } from '../labels.ts'
import { BucketsBlock } from './buckets-block.tsx'
import { DaysBlock } from './days-block.tsx'
import { FilterBar } from './filter-bar.tsx'
import { reportWords } from './labels.ts'
import { LoadBlock } from './load-block.tsx'
import { PeopleBlock } from './people-block.tsx'
import { daysOf, filterToSearch, isNarrowed, noFilter, searchToFilter } from './report-filter.ts'
import type { ReportFilter } from './report-filter.ts'
import { ReportTiles } from './report-tiles.tsx'
import { daysName } from './slot-names.ts'
import { TimesBlock } from './times-block.tsx'
import {
  askedOf,
  useConversationReport,
  useLoadReport,
  usePeopleReport,
  useResponseReport,
  type ReportAsked,
} from './use-reports.ts'
import { WeekBlock } from './week-block.tsx'
import { WhatIfBlock } from './what-if-block.tsx'
import classes from './reports.module.css'

/** What a period came to, beside the period before. */
export function ReportsPage(): ReactElement {
  const say = useWords(reportWords)
  const sayAnalytics = useWords(analyticsWords)
  const { account } = useSession()
  const [filter, change] = useAddressFilter({
    key: 'reports',
    toSearch: filterToSearch,
    fromSearch: searchToFilter,
  })
  // The days of "today" move on while the page stays open; what is asked for changes only when they do.
  const days = daysOf(filter, account.timeZone, new Date(useNow()))
  const asked = askedOf(filter, days)
  return (
    <div className={classes.page}>
      <title>{sayAnalytics('an.reports')}</title>
      <FilterBar filter={filter} days={days} asked={asked} onChange={change} />
      <div className={classes.scroll}>
        <Reports filter={filter} asked={asked} onChange={change} say={say} />
      </div>
    </div>
  )
}

type Props = {
  filter: ReportFilter
  asked: ReportAsked
  onChange: (change: Partial<ReportFilter>) => void
  say: ReturnType<typeof useWords<typeof reportWords.texts>>
}

function Reports({ filter, asked, onChange, say }: Props): ReactElement {
  const language = useLanguage()
  const conversations = useConversationReport(asked)
  const responses = useResponseReport(asked)
  const people = usePeopleReport(asked)
  const load = useLoadReport(filter)
  const period = conversations.data?.period
  const isEmpty = conversations.data !== undefined && isNothing(conversations.data.now)
  const { channelIds, stages, userIds, groupIds } = noFilter
  return (
    <>
      <ReportTiles conversations={conversations.data} responses={responses.data} load={load.data} />
      {period ? (
        <p className={classes.compared}>
          {say('rep.before', {
            days: daysName(language, period.timeZone, period.beforeFrom, period.beforeTo),
          })}
        </p>
      ) : null}
      {isEmpty ? (
        <EmptyState
          icon={<IconChartBar size={28} stroke={1.5} />}
          title={say('rep.empty')}
          text={say(isNarrowed(filter) ? 'rep.empty.filtered' : 'rep.empty.text')}
          action={
            isNarrowed(filter) ? (
              <Button variant="default" onClick={() => onChange({ channelIds, stages, userIds, groupIds })}>
                {say('rep.resetAll')}
              </Button>
            ) : null
          }
        />
      ) : (
        <div className={classes.blocks}>
          <DaysBlock query={conversations} asked={asked} />
          <TimesBlock query={responses} asked={asked} />
          <WeekBlock query={conversations} asked={asked} />
          <BucketsBlock query={responses} asked={asked} />
          <WhatIfBlock
            query={responses}
            limitMinutes={filter.limitMinutes}
            onLimit={(limitMinutes) => onChange({ limitMinutes })}
          />
          <PeopleBlock people={people} conversations={conversations} asked={asked} />
        </div>
      )}
      <div className={classes.blocks}>
        <LoadBlock query={load} asked={asked} />
      </div>
    </>
  )
}

function isNothing({ opened, closed, inWork }: { opened: number; closed: number; inWork: number }): boolean {
  return opened + closed + inWork === 0
}
