import { ActionIcon, Menu, SegmentedControl } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { ReportUnit } from '#contract/report-period'
import type { ReportSheet } from '#contract/report-tables'
import { exportReport, type ReportTable } from '#contract/reports'
import { addressOf } from '../../../lib/api.ts'
import { useWords } from '../../../lib/words.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { TableSkeleton } from '../../../ui/skeletons.tsx'
import { reportWords } from './labels.ts'
import { SheetTable } from './sheet-table.tsx'
import type { ReportAsked } from './use-reports.ts'
import classes from './reports.module.css'

type Props<Report> = {
  title: string
  note?: ReactNode
  /** What chooses within the block. */
  tools?: ReactNode
  table: ReportTable
  asked: ReportAsked
  query: UseQueryResult<Report>
  sheetOf: (report: Report) => ReportSheet
  unitOf?: (report: Report) => ReportUnit
  /** Left out: the block is a table only. */
  children?: (report: Report) => ReactNode
  isWide?: boolean
}

/** A block of a report: a chart, or the table of what it shows, which screen readers find beside it; and the table as a file. */
export function ReportBlock<Report>(props: Props<Report>): ReactElement {
  const { title, note, tools, table, asked, query, sheetOf, unitOf, children, isWide = false } = props
  const say = useWords(reportWords)
  const [view, setView] = useState('chart')
  const isTable = children === undefined || view === 'table'
  return (
    <section className={classes.block} data-wide={isWide || undefined} aria-label={title}>
      <header className={classes.blockHead}>
        <h2 className={classes.blockTitle}>{title}</h2>
        {note ? <span className={classes.note}>{note}</span> : null}
        <span className={classes.blockTools}>
          {tools}
          {children === undefined ? null : (
            <SegmentedControl
              size="xs"
              aria-label={`${title}: ${say('rep.view')}`}
              value={view}
              onChange={setView}
              data={[
                { value: 'chart', label: say('rep.view.chart') },
                { value: 'table', label: say('rep.view.table') },
              ]}
            />
          )}
          <DownloadMenu title={title} table={table} asked={asked} />
        </span>
      </header>
      {query.data === undefined ? (
        query.error ? (
          <ErrorState error={query.error} title={say('rep.failed')} onRetry={() => void query.refetch()} />
        ) : (
          <div className={classes.waiting}>
            <TableSkeleton count={4} />
          </div>
        )
      ) : (
        <div className={classes.blockBody} aria-busy={query.isPlaceholderData}>
          {isTable ? null : children(query.data)}
          <div className={isTable ? undefined : 'beseda-hidden'}>
            <SheetTable
              isShown={isTable}
              label={title}
              sheet={sheetOf(query.data)}
              {...(unitOf ? { unit: unitOf(query.data) } : {})}
            />
          </div>
        </div>
      )}
    </section>
  )
}

function DownloadMenu({
  title,
  table,
  asked,
}: {
  title: string
  table: ReportTable
  asked: ReportAsked
}): ReactElement {
  const say = useWords(reportWords)
  const label = say('rep.download', { name: title })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size={28} aria-label={label} title={label}>
          <IconDownload size={16} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'xlsx'] as const).map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={addressOf(exportReport, { ...asked, table, format }).path}
            download
          >
            {say(`rep.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
