import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useFormat } from '../lib/use-format.ts'
import { useNow } from '../lib/use-now.ts'
import { useWords } from '../lib/words.ts'
import { Chip } from './chip.tsx'

type Props = {
  until: string
  /** From so many ms before the end it warns. */
  warnMs: number
  /** It is over by the server's clock. */
  isOver?: boolean
}

/** How long there is to answer, then by how much that is exceeded. Not announced as it runs. */
export function CountdownChip({ until, warnMs, isOver = false }: Props): ReactElement {
  const say = useWords()
  const format = useFormat()
  const leftMs = Date.parse(until) - useNow()
  const duration = format.duration(Math.abs(leftMs))
  if (isOver || leftMs < 0) {
    const icon = <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" />
    return (
      <Chip tone="danger" icon={icon} label={say('row.over.label', { duration })}>
        −{duration}
      </Chip>
    )
  }
  const icon = <IconClock size={14} stroke={1.75} aria-hidden="true" />
  return (
    <Chip tone={leftMs < warnMs ? 'warn' : 'neutral'} icon={icon} label={say('row.left.label', { duration })}>
      {duration}
    </Chip>
  )
}
