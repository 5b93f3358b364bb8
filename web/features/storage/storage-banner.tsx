import { useQuery } from '@tanstack/react-query'
import { IconServer2 } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { getStorage } from '#contract/files'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { Notice } from '../../ui/notice.tsx'
import { storageWords } from './labels.ts'

const everyMs = 5 * 60_000

/** Tells those who can do something about it that there is little room for files, or none. */
export function StorageBanner(): ReactElement | null {
  const { rights } = useSession()
  return rights.settings ? <RoomNotice /> : null
}

function RoomNotice(): ReactElement | null {
  const say = useWords(storageWords)
  const format = useFormat()
  const room = useQuery({
    queryKey: ['storage'],
    queryFn: ({ signal }) => call(getStorage, undefined, { signal }),
    refetchInterval: everyMs,
    staleTime: everyMs,
  }).data
  if (!room || (room.state === 'good' && room.waitingFiles === 0)) return null
  const { state, quotaBytes, usedBytes, leftBytes, waitingFiles } = room
  const isOverQuota = quotaBytes !== null && quotaBytes - usedBytes <= leftBytes
  const hints = [
    waitingFiles > 0 && state !== 'good' ? say('room.waiting', { count: waitingFiles }) : null,
    state === 'good'
      ? null
      : isOverQuota
        ? say('room.quota', { used: format.size(usedBytes), quota: format.size(quotaBytes) })
        : say('room.disk'),
  ]
  return (
    <Notice
      tone={state === 'full' ? 'danger' : 'warn'}
      isLive
      icon={<IconServer2 size={16} stroke={1.75} aria-hidden="true" />}
      hint={hints.filter((hint) => hint !== null).join('. ')}
    >
      {state === 'full'
        ? say('room.full')
        : state === 'low'
          ? say('room.low', { left: format.size(leftBytes) })
          : say('room.waiting', { count: waitingFiles })}
    </Notice>
  )
}
