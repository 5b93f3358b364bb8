import { IconRefresh, IconWifiOff } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import type { LiveState } from '../lib/live.ts'
import { useFormat } from '../lib/use-format.ts'
import { useWords } from '../lib/words.ts'
import { Notice } from './notice.tsx'

/** A hiccup shorter than this is not worth a word. */
const patienceMs = 2500

/** Says that nothing comes in at the moment, what of it is safe, and as of when the screen is. */
export function OfflineBanner({ state }: { state: LiveState }): ReactElement | null {
  const say = useWords()
  const format = useFormat()
  const isOffline = state.status === 'offline'
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    if (!isOffline) return
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setShown(false)
    }
  }, [isOffline])
  if (!isOffline || !isShown) return null
  const { lastSeen } = state
  return (
    <Notice
      tone="warn"
      isLive
      icon={<IconWifiOff size={16} stroke={1.75} aria-hidden="true" />}
      action={
        lastSeen === null ? undefined : (
          <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
            <IconRefresh size={16} stroke={1.75} aria-hidden="true" />
            {say('st.re', { time: format.time(lastSeen) })}
          </span>
        )
      }
    >
      {say('st.off')}
    </Notice>
  )
}
