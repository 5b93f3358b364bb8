import {
  IconAlertTriangle,
  IconCircleCheck,
  IconPlugConnectedX,
  IconExclamationCircle,
  IconPlayerPause,
} from '@tabler/icons-react'
import type { Icon } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { useWords } from '../../lib/words.ts'
import styles from './channel-state.module.css'
import { settingsWords } from './labels.ts'

type Shown = ChannelView['state'] | 'paused'

const signs: Record<Shown, Icon> = {
  working: IconCircleCheck,
  token_revoked: IconAlertTriangle,
  conflict: IconAlertTriangle,
  unreachable: IconExclamationCircle,
  disconnected: IconPlugConnectedX,
  paused: IconPlayerPause,
}

/** How a channel is, in a sign and a word. */
export function ChannelState({ channel }: { channel: Pick<ChannelView, 'state' | 'pause'> }): ReactElement {
  const say = useWords(settingsWords)
  // What is broken is told first.
  const state: Shown = channel.pause && channel.state === 'working' ? 'paused' : channel.state
  const Sign = signs[state]
  return (
    <span className={styles.state} data-state={state}>
      <Sign size={16} stroke={1.75} aria-hidden />
      {say(`ch.s.${state}`)}
    </span>
  )
}
