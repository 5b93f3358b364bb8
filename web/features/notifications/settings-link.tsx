import { ActionIcon, Tooltip } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { notificationWords } from './labels.ts'

/** To where one chooses what one is told. */
export function SettingsLink({ onOpen }: { onOpen: () => void }): ReactElement {
  const say = useWords(notificationWords)
  return (
    <Tooltip label={say('nt.settings')}>
      <ActionIcon
        component={AppLink}
        href="/settings/notifications"
        size={36}
        aria-label={say('nt.settings')}
        onClick={onOpen}
      >
        <IconSettings size={20} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  )
}
