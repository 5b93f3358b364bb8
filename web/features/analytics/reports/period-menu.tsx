import { Button, Popover, Radio, Stack, TextInput } from '@mantine/core'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { FormEvent, ReactElement } from 'react'
import { useSession } from '../../../lib/session.ts'
import { useZoneLabel } from '../../../lib/use-zone-label.ts'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { reportWords } from './labels.ts'
import { isPeriod, periodNames } from './report-filter.ts'
import type { ReportFilter } from './report-filter.ts'
import { daysName } from './slot-names.ts'
import classes from './reports.module.css'

type Props = {
  filter: ReportFilter
  /** The days that the filter comes to. */
  days: { from: string; to: string }
  onChange: (change: Partial<ReportFilter>) => void
}

/** Of which days the reports are: by a name, or from a day to another. */
export function PeriodMenu({ filter, days, onChange }: Props): ReactElement {
  const say = useWords(reportWords)
  const language = useLanguage()
  const { account } = useSession()
  const zone = useZoneLabel(account.timeZone)
  const [isOpen, setOpen] = useState(false)
  const choose = (change: Partial<ReportFilter>): void => {
    onChange(change)
    setOpen(false)
  }
  const end = new Date(Date.parse(days.to) + 24 * 60 * 60 * 1000).toISOString()
  return (
    <Popover position="bottom-start" trapFocus returnFocus width={280} opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button
          variant="default"
          aria-label={`${say('rep.period')}: ${daysName(language, 'UTC', days.from, end)}`}
          leftSection={<IconCalendar size={16} stroke={1.75} aria-hidden="true" />}
          rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => setOpen(!isOpen)}
        >
          {daysName(language, 'UTC', days.from, end)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('rep.period')}>
        <Radio.Group
          aria-label={say('rep.period')}
          value={filter.period}
          onChange={(value) => {
            const period = periodNames.find((name) => name === value) ?? 'month'
            if (period === 'own') onChange({ period, ...days })
            else choose({ period })
          }}
        >
          <Stack gap={8}>
            {periodNames.map((name) => (
              <Radio key={name} size="sm" value={name} label={say(`rep.period.${name}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {filter.period === 'own' ? (
          <OwnDays key={`${days.from} ${days.to}`} days={days} onChoose={choose} />
        ) : null}
        <p className={classes.zone}>{say('rep.zone', { zone })}</p>
      </Popover.Dropdown>
    </Popover>
  )
}

type OwnProps = { days: Props['days']; onChoose: (change: Partial<ReportFilter>) => void }

function OwnDays({ days, onChoose }: OwnProps): ReactElement {
  const say = useWords(reportWords)
  const [from, setFrom] = useState(days.from)
  const [to, setTo] = useState(days.to)
  const [isWrong, setWrong] = useState(false)
  const keep = (event: FormEvent): void => {
    event.preventDefault()
    if (from && to && isPeriod({ from, to })) onChoose({ period: 'own', from, to })
    else setWrong(true)
  }
  return (
    <form className={classes.ownDays} onSubmit={keep} noValidate>
      <TextInput
        type="date"
        label={say('rep.from')}
        value={from}
        onChange={(event) => {
          setFrom(event.currentTarget.value)
          setWrong(false)
        }}
      />
      <TextInput
        type="date"
        label={say('rep.to')}
        value={to}
        error={isWrong ? say('rep.badPeriod') : null}
        onChange={(event) => {
          setTo(event.currentTarget.value)
          setWrong(false)
        }}
      />
      <Button type="submit" variant="default">
        {say('rep.apply')}
      </Button>
    </form>
  )
}
