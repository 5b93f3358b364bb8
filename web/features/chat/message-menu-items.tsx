import { Menu } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCopy,
  IconPencil,
  IconSelect,
  IconSquareCheck,
  IconTrash,
} from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import { forwardRefusal } from '#contract/forwards'
import type { ForwardRefusal } from '#contract/forwards'
import type { MessageView } from '#contract/messages'
import { copyText } from '../../lib/copy-text.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { failureToast, toast } from '../../ui/toasts.tsx'
import { canReact, mayDelete, mayEdit } from './change-rules.ts'
import type { Permission } from './change-rules.ts'
import { EmojiRow } from './emoji-row.tsx'
import { forwardWords } from './forward/labels.ts'
import { useSelection } from './forward/message-selection.ts'
import { chatWords } from './labels.ts'
import type { BubbleActions } from './message-bubble.tsx'
import type { MessageLayer } from './message-menu.tsx'
import { useChat } from './use-chat.ts'
import classes from './message-menu.module.css'

const icon = { size: 16, stroke: 1.75 } as const

type MessageMenuItemsProps = {
  message: MessageView
  actions: BubbleActions
  onLayer: (layer: MessageLayer) => void
}

/** What this person can do with this message in this messenger; what is not allowed now says why. */
export function MessageMenuItems({ message, actions, onLayer }: MessageMenuItemsProps): ReactElement {
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
      {rights.answersClients && <ForwardItems message={message} onForward={() => onLayer('forward')} />}
      {rights.addsTasks && message.deletedAt === null && (
        <Menu.Item
          leftSection={<IconSquareCheck {...icon} />}
          closeMenuOnClick={false}
          onClick={() => onLayer('task')}
        >
          {say('msg.task')}
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
          onClick={() => onLayer('delete')}
        />
      )}
      {!can && !rights.answersClients && !rights.addsTasks && message.text === '' && (
        <div className={classes.nothing}>{chat.isPending ? say('c.loading') : say('msg.menu.nothing')}</div>
      )}
    </>
  )
}

function ForwardItems({ message, onForward }: { message: MessageView; onForward: () => void }): ReactElement {
  const say = useWords(forwardWords)
  const { selection } = useSelection()
  const refusal = forwardRefusal(message)
  return (
    <>
      <ChangeItem
        permission={refusal ?? 'yes'}
        icon={<IconArrowForwardUp {...icon} />}
        label={say('fwd.send')}
        asks
        onClick={onForward}
      />
      {selection && refusal === null && (
        <Menu.Item leftSection={<IconSelect {...icon} />} onClick={() => selection.toggle(message.id)}>
          {say('fwd.choose')}
        </Menu.Item>
      )}
    </>
  )
}

type ChangeItemProps = {
  permission: Permission | ForwardRefusal
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
