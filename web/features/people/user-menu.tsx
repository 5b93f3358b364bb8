import { ActionIcon, Menu } from '@mantine/core'
import {
  IconBeach,
  IconBriefcase,
  IconDots,
  IconTransfer,
  IconUserOff,
  IconUserCheck,
} from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { reactivateUser } from '#contract/hand-over'
import { endAway, type Colleague } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { staffWords } from './staff-labels.ts'

/** What is asked in a dialog of its own. */
export type UserDialog = 'away' | 'hand' | 'off' | null

type MenuProps = {
  user: Colleague
  onDialog: (dialog: UserDialog) => void
  onKept: (user: Colleague) => void
}

/** What can be done about a colleague. */
export function UserMenu({ user, onDialog, onKept }: MenuProps): ReactElement {
  const say = useWords(staffWords)
  const { user: me } = useSession()
  const { name } = user
  const back = useMutation({
    mutationFn: () => call(endAway, { userId: user.id }),
    onSuccess: (changed) => {
      onKept(changed)
      toast(say('st.back.saved', { name }))
    },
    onError: errorToast,
  })
  const activate = useMutation({
    mutationFn: () => call(reactivateUser, { userId: user.id }),
    onSuccess: (changed) => {
      onKept(changed)
      toast(say('st.on.saved', { name }))
    },
    onError: errorToast,
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={say('st.menu', { name })}>
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {user.isActive && user.awayUntil === null && (
          <Menu.Item leftSection={<IconBeach size={16} stroke={1.75} />} onClick={() => onDialog('away')}>
            {say('st.away')}
          </Menu.Item>
        )}
        {user.isActive && user.awayUntil !== null && (
          <Menu.Item leftSection={<IconBriefcase size={16} stroke={1.75} />} onClick={() => back.mutate()}>
            {say('st.away.back')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconTransfer size={16} stroke={1.75} />} onClick={() => onDialog('hand')}>
          {say('st.hand')}
        </Menu.Item>
        {user.isActive && user.id !== me.id && (
          <Menu.Item
            color="red"
            leftSection={<IconUserOff size={16} stroke={1.75} />}
            onClick={() => onDialog('off')}
          >
            {say('st.off')}
          </Menu.Item>
        )}
        {!user.isActive && (
          <Menu.Item
            leftSection={<IconUserCheck size={16} stroke={1.75} />}
            onClick={() => activate.mutate()}
          >
            {say('st.on')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
