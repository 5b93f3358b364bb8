import { Select, Switch } from '@mantine/core'
import type { ReactElement } from 'react'
import type { AccountSettings } from '#contract/account-settings'
import { allTime, openTime } from '#contract/open-time'
import type { ResponseTime } from '#contract/response-time'
import { useSession } from '../../../lib/session.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useNow } from '../../../lib/use-now.ts'
import { useWords } from '../../../lib/words.ts'
import { AppLink } from '../../../ui/app-link.tsx'
import { useChangeSettings } from '../conversation-rules/account-settings-data.ts'
import styles from '../conversation-rules/rules-page.module.css'
import { RulesSection } from '../conversation-rules/rules-section.tsx'
import { useWorkingHours } from '../use-working-hours.ts'
import { responseTimeWords } from './labels.ts'
import { MinutesField } from './minutes-field.tsx'

type Props = { settings: AccountSettings }

/** Within which time clients are to be answered, which time counts, and who is told when it is exceeded. */
export function ResponseTimeSection({ settings: { responseTime } }: Props): ReactElement {
  const say = useWords(responseTimeWords)
  const { mutate } = useChangeSettings()
  const hours = useWorkingHours()
  const change = (part: Partial<ResponseTime>): void => mutate({ responseTime: { ...responseTime, ...part } })
  const isUnset = hours.data?.intervals.length === 0
  return (
    <RulesSection title={say('rt.title')} hint={say('rt.title.d')}>
      <Switch
        label={say('rt.on')}
        {...(responseTime.isOn ? {} : { description: say('rt.on.off') })}
        checked={responseTime.isOn}
        onChange={(event) => change({ isOn: event.currentTarget.checked })}
      />
      <MinutesField
        label={say('rt.limit')}
        minutes={responseTime.limitMinutes}
        onChange={(limitMinutes) => change({ limitMinutes })}
      />
      <Switch
        label={say('rt.working')}
        description={
          <>
            {say(isUnset ? 'rt.working.unset' : 'rt.working.d')}.{' '}
            <AppLink href="/settings/working-hours">{say('rt.working.link')}</AppLink>
          </>
        }
        checked={responseTime.counts === 'working'}
        onChange={(event) => change({ counts: event.currentTarget.checked ? 'working' : 'all' })}
      />
      <HeadField responseTime={responseTime} onChange={(headUserId) => change({ headUserId })} />
      <Example responseTime={responseTime} />
    </RulesSection>
  )
}

const none = 'none'

function HeadField({
  responseTime: { headUserId },
  onChange,
}: {
  responseTime: ResponseTime
  onChange: (headUserId: number | null) => void
}): ReactElement {
  const say = useWords(responseTimeWords)
  const { colleagues } = useSession()
  const people = colleagues.filter(({ id, isActive }) => isActive || id === headUserId)
  return (
    <Select
      label={say('rt.head')}
      description={say('rt.head.d')}
      searchable
      allowDeselect={false}
      data={[
        { value: none, label: say('rt.head.none') },
        ...people.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      value={headUserId === null ? none : String(headUserId)}
      onChange={(value) => {
        const chosen = value === null || value === none ? null : Number(value)
        if (chosen !== headUserId) onChange(chosen)
      }}
    />
  )
}

/** What the settings come to for who writes now. */
function Example({ responseTime }: { responseTime: ResponseTime }): ReactElement | null {
  const say = useWords(responseTimeWords)
  const format = useFormat()
  const now = useNow()
  const hours = useWorkingHours()
  if (!responseTime.isOn || !hours.data) return null
  const time = responseTime.counts === 'working' ? openTime(hours.data) : allTime
  const due = time.after(new Date(now), responseTime.limitMinutes * 60_000)
  return (
    <p className={styles.hint}>
      {due ? say('rt.example', { time: format.dateTime(due) }) : say('rt.example.never')}
    </p>
  )
}
