import { IconClock } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { ResponseDue } from '#contract/response-time'
import { useFormat } from '../lib/use-format.ts'
import { useNow } from '../lib/use-now.ts'
import { useWords } from '../lib/words.ts'
import { Chip } from './chip.tsx'
import { CountdownChip } from './countdown-chip.tsx'

type Props = {
  since: string
  /** Until when the client is to be answered; null: there is no limit. */
  due: ResponseDue | null
}

const minuteMs = 60_000

/** How long there is to answer a client who waits; without a limit how long he has been waiting. */
export function WaitingChip({ since, due }: Props): ReactElement {
  if (!due) return <SinceChip since={since} />
  return <CountdownChip until={due.at} warnMs={(due.limitMinutes * minuteMs) / 3} isOver={due.isMissed} />
}

/** Not announced as it grows. */
function SinceChip({ since }: { since: string }): ReactElement {
  const say = useWords()
  const format = useFormat()
  const now = useNow()
  const duration = format.duration(Math.max(0, now - Date.parse(since)))
  return (
    <Chip
      icon={<IconClock size={14} stroke={1.75} aria-hidden="true" />}
      label={say('row.waits.label', { duration })}
    >
      {duration}
    </Chip>
  )
}
