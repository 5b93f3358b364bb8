import { IconClock } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useFormat } from '../lib/use-format.ts'
import { useNow } from '../lib/use-now.ts'
import { useWords } from '../lib/words.ts'
import { Chip } from './chip.tsx'

/** How long the client has been waiting, since `since`. Not announced as it grows. */
export function WaitingChip({ since }: { since: string }): ReactElement {
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
