import type { ReactElement } from 'react'
import type { ReportUnit } from '#contract/report-period'
import type { ReportCell, ReportSheet } from '#contract/report-tables'
import { useFormat } from '../../../lib/use-format.ts'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { reportWords } from './labels.ts'
import { createSlotNames } from './slot-names.ts'
import { spanText } from './span-text.ts'
import classes from './reports.module.css'

type Props = {
  label: string
  sheet: ReportSheet
  unit?: ReportUnit
  /** Otherwise it is there for screen readers only, and nothing the Tab key stops at. */
  isShown: boolean
}

/** A table of a report, the same that is taken away as a file; here times are told in words. */
export function SheetTable({ label, sheet, unit = 'day', isShown }: Props): ReactElement {
  const say = useWords(reportWords)
  const format = useFormat()
  const language = useLanguage()
  const slots = createSlotNames(language, unit)
  const write = (cell: ReportCell | undefined): string => {
    switch (cell?.kind) {
      case undefined:
        return ''
      case 'text':
        return cell.value
      case 'slot':
        return slots.whole(cell.value)
      case 'count':
        return format.number(cell.value)
      case 'seconds':
        return cell.value === null ? say('rep.none') : spanText(cell.value, language)
      case 'instant':
        return cell.value === null ? say('rep.none') : format.dateTime(cell.value)
    }
  }
  return (
    <div
      className={classes.sheet}
      // What scrolls is reached by the keyboard.
      {...(isShown ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}
    >
      <DataTable
        label={label}
        columns={sheet.head.map((title, index) => ({
          key: `${index} ${title}`,
          title,
          isNumber: index > 0,
          render: ({ cells }: { cells: ReportCell[] }) => write(cells[index]),
        }))}
        rows={sheet.rows.map((cells, index) => ({ index, cells }))}
        rowKey={({ index }) => index}
      />
    </div>
  )
}
