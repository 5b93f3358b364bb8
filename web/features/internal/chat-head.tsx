import { ActionIcon, Button } from '@mantine/core'
import { IconArrowLeft, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { InternalChat } from '#contract/internal'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { useChatFace } from './chat-name.ts'
import { internalWords } from './labels.ts'
import { MembersDialog } from './members-dialog.tsx'
import classes from './colleagues.module.css'

/** Over a chat of colleagues: how it is called and, of a group, who is in it. */
export function ChatHead({ chat }: { chat: InternalChat }): ReactElement {
  const say = useWords(internalWords)
  const { name, seed, isGroup } = useChatFace()(chat)
  const [isOpen, setOpen] = useState(false)
  return (
    <header className={classes.head}>
      <ActionIcon
        className={classes.back}
        component={AppLink}
        href="/colleagues"
        aria-label={say('col.toList')}
        size={40}
      >
        <IconArrowLeft size={20} stroke={1.75} />
      </ActionIcon>
      <Avatar name={name} seed={seed} size={36} isGroup={isGroup} />
      <h2 className={classes.headName}>
        <bdi>{name}</bdi>
      </h2>
      {isGroup && (
        <Button
          variant="default"
          leftSection={<IconUsers size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => setOpen(true)}
        >
          {say('col.members', { count: chat.memberIds.length })}
        </Button>
      )}
      {isOpen && <MembersDialog chat={chat} onClose={() => setOpen(false)} />}
    </header>
  )
}
