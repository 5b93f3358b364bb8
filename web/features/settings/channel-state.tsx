import {
  IconAlertTriangle,
  IconCircleCheck,
  IconPlugConnectedX,
  IconExclamationCircle,
} from '@tabler/icons-react'
import type { Icon } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { useWords } from '../../lib/words.ts'
import styles from './channel-state.module.css'
import { settingsWords } from './labels.ts'

const signs: Record<ChannelView['state'], Icon> = {
  working: IconCircleCheck,
  token_revoked: IconAlertTriangle,
  conflict: IconAlertTriangle,
  unreachable: IconExclamationCircle,
  disconnected: IconPlugConnectedX,
}

/** How a channel is, in a sign and a word. */
export function ChannelState({ state }: { state: ChannelView['state'] }): ReactElement {
  const say = useWords(settingsWords)
  const Sign = signs[state]
  return (
    <span className={styles.state} data-state={state}>
      <Sign size={16} stroke={1.75} aria-hidden />
      {say(`ch.s.${state}`)}
    </span>
  )
}
