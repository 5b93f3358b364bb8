import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconDots } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { MessageView } from '#contract/messages'
import { useWords } from '../../lib/words.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { chatWords } from './labels.ts'
import type { BubbleActions } from './message-bubble.tsx'
import { MessageMenuItems } from './message-menu-items.tsx'
import classes from './message-menu.module.css'

/** What lies over the page because of a message. */
export type MessageLayer = 'menu' | 'delete' | null

type MessageMenuProps = {
  message: MessageView
  actions: BubbleActions
  layer: MessageLayer
  onLayer: (layer: MessageLayer) => void
}

/** Beside a message: to answer it, and all else that can be done with it. The menu itself is made when it is opened. */
export function MessageMenu({ message, actions, layer, onLayer }: MessageMenuProps): ReactElement {
  const say = useWords(chatWords)
  const isOpen = layer === 'menu'
  return (
    <>
      {actions.onReply && (
        <Tooltip label={`${say('msg.reply')} · Q`}>
          <ActionIcon
            className={classes.quick}
            aria-label={say('msg.reply')}
            size={28}
            onClick={() => actions.onReply?.(message)}
          >
            <IconArrowBackUp size={18} />
          </ActionIcon>
        </Tooltip>
      )}
      <span className={classes.place}>
        <ActionIcon
          data-message-menu
          aria-label={say('msg.menu')}
          aria-haspopup="menu"
          aria-expanded={isOpen}
          size={28}
          onClick={() => onLayer(isOpen ? null : 'menu')}
        >
          <IconDots size={18} />
        </ActionIcon>
        {isOpen && (
          <Menu opened returnFocus onClose={() => onLayer(null)}>
            <Menu.Target>
              <span className={classes.anchor} />
            </Menu.Target>
            <Menu.Dropdown
              className={classes.menu}
              aria-label={say('msg.menu')}
              onContextMenu={(event) => event.preventDefault()}
            >
              <MessageMenuItems message={message} actions={actions} onDelete={() => onLayer('delete')} />
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
      {layer === 'delete' && <DeleteDialog message={message} onClose={() => onLayer(null)} />}
    </>
  )
}
