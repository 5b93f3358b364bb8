import { Menu } from '@mantine/core'
import { IconArrowBackUp, IconCopy, IconPencil, IconTrash } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import type { MessageView } from '#contract/messages'
import { copyText } from '../../lib/copy-text.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { failureToast, toast } from '../../ui/toasts.tsx'
import { canReact, mayDelete, mayEdit } from './change-rules.ts'
import type { Permission } from './change-rules.ts'
import { EmojiRow } from './emoji-row.tsx'
import { chatWords } from './labels.ts'
import type { BubbleActions } from './message-bubble.tsx'
import { useChat } from './use-chat.ts'
import classes from './message-menu.module.css'

const icon = { size: 16, stroke: 1.75 } as const

type MessageMenuItemsProps = { message: MessageView; actions: BubbleActions; onDelete: () => void }

/** What this person can do with this message in this messenger; what is not allowed now says why. */
export function MessageMenuItems({ message, actions, onDelete }: MessageMenuItemsProps): ReactElement {
  const say = useWords(chatWords)
  const { user, rights } = useSession()
  const chat = useChat(message.chatId)
  const can = chat.data?.cannotWrite === null ? chat.data.channel.capabilities : null
  const asker = { userId: user.id, isAdmin: rights.isAdmin }
  const now = Date.now()
  const { onReply, onEdit } = actions
  const copy = async (): Promise<void> => {
    if (await copyText(message.text)) toast(say('c.copied'))
    else failureToast(say('msg.copy.failed'))
  }
  return (
    <>
      {can && canReact(message, can) && <EmojiRow message={message} emoji={can.reactions} />}
      {can?.canReply && onReply && message.deletedAt === null && (
        <Menu.Item leftSection={<IconArrowBackUp {...icon} />} onClick={() => onReply(message)}>
          {say('msg.reply')}
        </Menu.Item>
      )}
      {message.text !== '' && (
        <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copy()}>
          {say('msg.copy')}
        </Menu.Item>
      )}
      {can && onEdit && (
        <ChangeItem
          permission={mayEdit(message, can, asker, now)}
          icon={<IconPencil {...icon} />}
          label={say('msg.edit')}
          onClick={() => onEdit(message)}
        />
      )}
      {can && (
        <ChangeItem
          permission={mayDelete(message, can, asker, now)}
          icon={<IconTrash {...icon} />}
          label={say('msg.delete')}
          color="red"
          asks
          onClick={onDelete}
        />
      )}
      {!can && message.text === '' && (
        <div className={classes.nothing}>{chat.isPending ? say('c.loading') : say('msg.menu.nothing')}</div>
      )}
    </>
  )
}

type ChangeItemProps = {
  permission: Permission
  icon: ReactNode
  label: string
  color?: string
  /** It goes on in a dialog, which takes the place of the menu. */
  asks?: boolean
  onClick: () => void
}

/** It stays in the order of the arrows when it is not allowed, so that the reason is read. */
function ChangeItem(props: ChangeItemProps): ReactElement | null {
  const { permission, icon: sign, label, color, asks = false, onClick } = props
  const say = useWords(chatWords)
  if (permission === 'unheard_of') return null
  if (permission === 'yes') {
    return (
      <Menu.Item leftSection={sign} onClick={onClick} closeMenuOnClick={!asks} {...(color ? { color } : {})}>
        {label}
      </Menu.Item>
    )
  }
  return (
    <Menu.Item leftSection={sign} className={classes.refused} aria-disabled closeMenuOnClick={false}>
      {label}
      <span className={classes.why}>{say(`msg.no.${permission}`)}</span>
    </Menu.Item>
  )
}
