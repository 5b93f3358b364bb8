import type { ReactElement } from 'react'
import type { NotificationGroup } from '#contract/notifications'
import { useWords } from '../../lib/words.ts'
import { PresetTabs } from '../../ui/preset-tabs.tsx'
import { notificationWords } from './labels.ts'
import type { Notifications } from './use-notifications.ts'

type Tab = NotificationGroup | 'all'

/** All, or only those of clients, of colleagues or of the product itself; each with what is unread in it. */
export function GroupTabs({ list }: { list: Notifications }): ReactElement {
  const say = useWords(notificationWords)
  const { group, setGroup, unread } = list
  const tab = (
    value: Tab,
    count: number | undefined,
  ): { value: Tab; label: string; count: number | undefined } => ({
    value,
    label: say(`nt.g.${value}`),
    count,
  })
  return (
    <PresetTabs
      label={say('nt.tabs')}
      tabs={[
        tab('all', unread && unread.clients + unread.team + unread.system),
        tab('clients', unread?.clients),
        tab('team', unread?.team),
        tab('system', unread?.system),
      ]}
      value={group ?? 'all'}
      onChange={(value) => setGroup(value === 'all' ? null : value)}
    />
  )
}
