import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { notificationWords } from './labels.ts'
import type { Notifications } from './use-notifications.ts'

/** Marks all read; nothing when there is nothing unread. */
export function ReadAllButton({ list }: { list: Notifications }): ReactElement | null {
  const say = useWords(notificationWords)
  if (!list.items.some((item) => !item.isRead)) return null
  return (
    <Tooltip label={say('nt.readAll')}>
      <ActionIcon size={36} aria-label={say('nt.readAll')} onClick={list.readAll}>
        <IconChecks size={20} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  )
}
