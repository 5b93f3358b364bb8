import { ActionIcon, Modal, Select, Stack } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { addMember, removeMember, renameGroupChat } from '#contract/internal'
import type { InternalChat } from '#contract/internal'
import { call } from '../../lib/api.ts'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { EditableField } from '../../ui/editable-field.tsx'
import { errorToast } from '../../ui/toasts.tsx'
import { chatKey, chatsKey } from './internal-cache.ts'
import { internalWords } from './labels.ts'
import classes from './colleagues.module.css'

/** Who is in a group chat: add, take out, leave; how it is called. */
export function MembersDialog({ chat, onClose }: { chat: InternalChat; onClose: () => void }): ReactElement {
  const say = useWords(internalWords)
  const nameOf = useColleagueName()
  const client = useQueryClient()
  const router = useRouter()
  const { user, colleagues } = useSession()
  const chatId = chat.id
  const after = async (doing: Promise<unknown>): Promise<void> => {
    await doing
    await client.invalidateQueries({ queryKey: chatKey(chatId) })
    await client.invalidateQueries({ queryKey: chatsKey })
  }
  const leave = async (): Promise<void> => {
    try {
      await call(removeMember, { chatId, userId: user.id })
      onClose()
      router.history.push('/colleagues')
      await client.invalidateQueries({ queryKey: chatsKey })
    } catch (error) {
      errorToast(error)
    }
  }
  const others = colleagues.filter(({ id, isActive }) => isActive && !chat.memberIds.includes(id))
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('col.members.title')}
      closeButtonProps={{ 'aria-label': say('c.close') }}
    >
      <Stack gap="md">
        <EditableField
          label={say('col.rename')}
          value={chat.name ?? ''}
          onSave={(name) => after(call(renameGroupChat, { chatId, name }))}
        />
        <ul className={classes.members}>
          {chat.memberIds.map((id) => {
            const name = nameOf(id) ?? ''
            return (
              <li key={id} className={classes.member}>
                <Avatar name={name} seed={id} size={24} />
                <bdi>{name}</bdi>
                {id === user.id && <span className={classes.quiet}>{say('in.you')}</span>}
                {id === chat.createdBy && <span className={classes.quiet}>{say('col.members.owner')}</span>}
                {id !== user.id && chat.createdBy === user.id && (
                  <ActionIcon
                    className={classes.memberOut}
                    size={28}
                    aria-label={say('col.members.remove', { name })}
                    onClick={() => void after(call(removeMember, { chatId, userId: id })).catch(errorToast)}
                  >
                    <IconX size={16} />
                  </ActionIcon>
                )}
              </li>
            )
          })}
        </ul>
        {others.length > 0 && (
          <Select
            label={say('col.members.add')}
            searchable
            value={null}
            nothingFoundMessage={say('in.to.none')}
            data={others.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={(value) => {
              if (value !== null) after(call(addMember, { chatId, userId: Number(value) })).catch(errorToast)
            }}
          />
        )}
        <ConfirmButton
          variant="default"
          color="red"
          question={say('col.leave.question')}
          onConfirm={() => void leave()}
        >
          {say('col.leave')}
        </ConfirmButton>
      </Stack>
    </Modal>
  )
}
