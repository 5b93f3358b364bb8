import { ActionIcon, Button, Group, Menu, Modal, Text, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconCopy, IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { InternalMessage } from '#contract/internal'
import { copyText } from '../../lib/copy-text.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { failureToast, toast } from '../../ui/toasts.tsx'
import { chatWords } from '../chat/labels.ts'
import type { InternalActions } from './internal-bubble.tsx'
import { internalWords } from './labels.ts'
import { useMessageActs } from './use-message-acts.ts'
import menuClasses from '../chat/message-menu.module.css'

export type InternalLayer = 'menu' | 'delete' | null

const icon = { size: 16, stroke: 1.75 } as const
const offered = ['👍', '❤️', '🔥', '🙏', '😂', '👀', '✅', '🎉'] as const

type InternalMenuProps = {
  message: InternalMessage
  actions: InternalActions
  layer: InternalLayer
  onLayer: (layer: InternalLayer) => void
}

/** Beside a message of colleagues: to answer it, and all else that can be done with it. */
export function InternalMenu({ message, actions, layer, onLayer }: InternalMenuProps): ReactElement {
  const say = useWords(chatWords)
  const { onReply } = actions
  return (
    <>
      {onReply && (
        <Tooltip label={`${say('msg.reply')} · Q`}>
          <ActionIcon
            className={menuClasses.quick}
            aria-label={say('msg.reply')}
            size={28}
            onClick={() => onReply(message)}
          >
            <IconArrowBackUp size={18} />
          </ActionIcon>
        </Tooltip>
      )}
      <Menu
        opened={layer === 'menu'}
        onChange={(isOpen) => {
          if (isOpen || layer === 'menu') onLayer(isOpen ? 'menu' : null)
        }}
      >
        <Menu.Target>
          <ActionIcon data-message-menu aria-label={say('msg.menu')} size={28}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown className={menuClasses.menu} aria-label={say('msg.menu')}>
          {layer === 'menu' && <Items message={message} actions={actions} onLayer={onLayer} />}
        </Menu.Dropdown>
      </Menu>
      {layer === 'delete' && <DeleteInternal message={message} onClose={() => onLayer(null)} />}
    </>
  )
}

function Items({ message, actions, onLayer }: Omit<InternalMenuProps, 'layer'>): ReactElement {
  const say = useWords(internalWords)
  const sayChat = useWords(chatWords)
  const { user } = useSession()
  const { react } = useMessageActs(message)
  const isOwn = message.author.id === user.id
  const { onReply, onEdit } = actions
  const mine = new Set(
    message.reactions.filter(({ userIds }) => userIds.includes(user.id)).map(({ emoji }) => emoji),
  )
  const copy = async (): Promise<void> => {
    if (await copyText(message.text)) toast(sayChat('c.copied'))
    else failureToast(sayChat('msg.copy.failed'))
  }
  return (
    <>
      <div className={menuClasses.emoji} role="group" aria-label={say('in.react')}>
        {offered.map((emoji) => (
          <Menu.Item
            key={emoji}
            className={menuClasses.emojiItem}
            data-ours={mine.has(emoji) || undefined}
            aria-label={say(mine.has(emoji) ? 'in.react.off' : 'in.react.with', { emoji })}
            onClick={() => react(emoji, !mine.has(emoji))}
          >
            {emoji}
          </Menu.Item>
        ))}
      </div>
      {onReply && (
        <Menu.Item leftSection={<IconArrowBackUp {...icon} />} onClick={() => onReply(message)}>
          {sayChat('msg.reply')}
        </Menu.Item>
      )}
      {message.text !== '' && (
        <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copy()}>
          {sayChat('msg.copy')}
        </Menu.Item>
      )}
      {isOwn && onEdit && (
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onEdit(message)}>
          {say('in.edit')}
        </Menu.Item>
      )}
      {isOwn && (
        <Menu.Item
          color="red"
          closeMenuOnClick={false}
          leftSection={<IconTrash {...icon} />}
          onClick={() => onLayer('delete')}
        >
          {say('in.delete')}
        </Menu.Item>
      )}
    </>
  )
}

function DeleteInternal({
  message,
  onClose,
}: {
  message: InternalMessage
  onClose: () => void
}): ReactElement {
  const say = useWords(internalWords)
  const { remove } = useMessageActs(message)
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('in.delete.title')}
      closeButtonProps={{ 'aria-label': say('c.close') }}
    >
      <Text size="sm">{say('in.delete.text')}</Text>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          {say('c.cancel')}
        </Button>
        <Button
          color="red"
          onClick={() => {
            remove()
            onClose()
          }}
        >
          {say('in.delete')}
        </Button>
      </Group>
    </Modal>
  )
}
