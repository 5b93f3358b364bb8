import { Button, Skeleton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { setWorkingHours } from '#contract/working-hours'
import type { WorkingHours } from '#contract/working-hours'
import { closedSince, opensAt } from '#contract/working-time'
import { call } from '../../lib/api.ts'
import { meQuery } from '../../lib/me.ts'
import { useForm } from '../../lib/use-form.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TimeZoneSelect } from '../../ui/time-zone-select.tsx'
import { SavedMeanwhile } from '../../ui/saved-meanwhile.tsx'
import { toast } from '../../ui/toasts.tsx'
import { HolidayFields } from './holiday-fields.tsx'
import type { HolidayRow } from './holiday-fields.tsx'
import page from './page.module.css'
import { useWorkingHours, workingHoursQuery } from './use-working-hours.ts'
import { workingHoursWords } from './working-hours-labels.ts'
import { areSameHours, problemOfRow, toIntervals, toRows } from './working-hours-rows.ts'
import type { HoursRow } from './working-hours-rows.ts'
import { settingsWords } from './labels.ts'
import { WeekFields } from './week-fields.tsx'
import styles from './working-hours.module.css'

/** When the account works: its time zone, hours and days off. */
export function WorkingHoursPage(): ReactElement {
  const say = useWords(workingHoursWords)
  const hours = useWorkingHours()
  const [version, setVersion] = useState(0)
  return (
    <div className={page.page}>
      <title>{say('wh.title')}</title>
      <h1 className={page.title}>{say('wh.title')}</h1>
      <p className={page.sub}>{say('wh.sub')}</p>
      {hours.isPending && <Skeleton height={320} mt={24} />}
      {hours.isError && (
        <ErrorState title={say('wh.error')} error={hours.error} onRetry={() => void hours.refetch()} />
      )}
      {hours.data && (
        <div className={styles.now}>
          <NowNotice hours={hours.data} />
        </div>
      )}
      {hours.data && <HoursForm key={version} before={hours.data} onRenew={() => setVersion(version + 1)} />}
    </div>
  )
}

function NowNotice({ hours }: { hours: WorkingHours }): ReactElement {
  const say = useWords(workingHoursWords)
  const format = useFormat()
  const now = new Date(useNow())
  if (hours.intervals.length === 0) return <Notice>{say('wh.now.always')}</Notice>
  if (closedSince(hours, now) === null) return <Notice>{say('wh.now.open')}</Notice>
  const opens = opensAt(hours, now)
  return (
    <Notice tone="warn">
      {opens ? say('wh.now.closed', { time: format.dateTime(opens.toISOString()) }) : say('wh.now.never')}
    </Notice>
  )
}

type Values = { timeZone: string; rows: HoursRow[]; holidays: HolidayRow[] }

const toValues = ({ timeZone, intervals, holidays }: WorkingHours): Values => ({
  timeZone,
  rows: toRows(intervals),
  holidays: holidayRows(holidays),
})

const hoursOf = ({ timeZone, rows, holidays }: Values): WorkingHours => {
  const dates = new Set(holidays.flatMap(({ date }) => (date === '' ? [] : [date])))
  return { timeZone, intervals: toIntervals(rows), holidays: [...dates] }
}

const holidayRows = (dates: readonly string[]): HolidayRow[] => dates.map((date) => ({ key: date, date }))

const schema = z.object({
  timeZone: setWorkingHours.body.shape.timeZone,
  rows: z.array(z.custom<HoursRow>()).refine((rows) => rows.every((row) => problemOfRow(row, rows) === null)),
})

type HoursFormProps = {
  before: WorkingHours
  /** Shows the hours as they are there now, in place of what is being edited. */
  onRenew: () => void
}

function HoursForm({ before, onRenew }: HoursFormProps): ReactElement {
  const say = useWords(workingHoursWords)
  const sayCommon = useWords(settingsWords)
  const client = useQueryClient()
  // How it stood when one began: a colleague may save other hours meanwhile.
  const [seen, setSeen] = useState(before)
  const send = async (values: Values, isOver: boolean): Promise<void> => {
    const saved = await call(setWorkingHours, { ...hoursOf(values), ...(!isOver && { seen }) })
    client.setQueryData(workingHoursQuery.queryKey, saved)
    setSeen(saved)
    form.renew(toValues(saved))
    // The zone is told with the account as well.
    await client.invalidateQueries({ queryKey: meQuery.queryKey })
    toast(say('wh.saved'))
  }
  const form = useForm<Values>({
    initial: toValues(before),
    schema,
    save: (values) => send(values, false),
  })
  // A colleague has saved other hours: who is not at it himself is shown them, nobody else's words are taken from his fields.
  const follow = useEffectEvent((now: WorkingHours) => {
    if (!areSameHours(now, seen) && areSameHours(hoursOf(form.values), seen)) onRenew()
  })
  useEffect(() => follow(before), [before])
  return (
    <form {...form.props} className={`${page.form} ${styles.form}`}>
      <TimeZoneSelect
        label={say('wh.zone')}
        description={say('wh.zone.d')}
        nothingFound={say('wh.zone.none')}
        value={form.values.timeZone}
        error={form.problems.timeZone}
        onChoose={(timeZone) => form.set('timeZone', timeZone)}
      />
      <WeekFields
        rows={form.values.rows}
        isChecked={form.problems.rows !== undefined}
        onChange={(rows) => form.set('rows', rows)}
      />
      <HolidayFields
        rows={form.values.holidays}
        error={form.problems.holidays}
        onChange={(rows) => form.set('holidays', rows)}
      />
      {form.isDisputed && (
        <SavedMeanwhile
          onMine={() => send(form.values, true)}
          onTheirs={async () => {
            await client.refetchQueries({ queryKey: workingHoursQuery.queryKey })
            onRenew()
          }}
        />
      )}
      <FormFailure text={form.isDisputed ? null : form.failure} />
      <div className={page.actions}>
        <Button type="submit" loading={form.isSaving}>
          {sayCommon('c.save')}
        </Button>
      </div>
    </form>
  )
}
