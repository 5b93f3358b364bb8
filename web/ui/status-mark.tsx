import { IconAlertCircle, IconCheck, IconChecks, IconClock, IconHelpHexagon } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { DeliveryState } from '#contract/messages'
import { useWords } from '../lib/words.ts'
import classes from './status-mark.module.css'

const icons = {
  queued: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertCircle,
  uncertain: IconHelpHexagon,
} as const satisfies Record<DeliveryState, unknown>

/** How far an outgoing message got: a sign, and its word beside it or for screen readers. */
export function StatusMark({
  state,
  withWord = false,
}: {
  state: DeliveryState
  withWord?: boolean
}): ReactElement {
  const say = useWords()
  const Icon = icons[state]
  const word = say(`msg.${state}`)
  return (
    <span
      className={[classes.mark, classes[state]].filter(Boolean).join(' ')}
      title={withWord ? undefined : word}
    >
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      {withWord ? word : <span className="beseda-hidden">{word}</span>}
    </span>
  )
}
