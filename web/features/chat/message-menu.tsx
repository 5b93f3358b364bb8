import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconDots } from '@tabler/icons-react'
import { Suspense, useRef } from 'react'
import type { ReactElement } from 'react'
import type { MessageView } from '#contract/messages'
import { lazyLater } from '../../lib/lazy-later.ts'
import { useWords } from '../../lib/words.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { chatWords } from './labels.ts'
import type { BubbleActions } from './message-bubble.tsx'
import { MessageMenuItems } from './message-menu-items.tsx'
import classes from './message-menu.module.css'

const ForwardDialog = lazyLater(async () => (await import('./forward/forward-dialog.tsx')).ForwardDialog)

const TaskDialog = lazyLater(async () => (await import('../tasks/task-dialog.tsx')).TaskDialog)

/** What lies over the page because of a message. */
export type MessageLayer = 'menu' | 'delete' | 'forward' | 'task' | null

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
  const place = useRef<HTMLSpanElement>(null)
  const close = (): void => {
    onLayer(null)
    requestAnimationFrame(() => giveFocusBack(place.current))
  }
  return (
    <>
      {actions.onReply && message.deletedAt === null && (
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
      <span ref={place} className={classes.place}>
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
          <Menu opened returnFocus={false} onClose={close}>
            <Menu.Target>
              <span className={classes.anchor} />
            </Menu.Target>
            <Menu.Dropdown
              className={classes.menu}
              aria-label={say('msg.menu')}
              onContextMenu={(event) => event.preventDefault()}
            >
              <MessageMenuItems message={message} actions={actions} onLayer={onLayer} />
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
      {layer === 'delete' && <DeleteDialog message={message} onClose={close} />}
      {layer === 'task' && (
        <Suspense fallback={null}>
          <TaskDialog seed={{ text: message.text.slice(0, 200), messageId: message.id }} onClose={close} />
        </Suspense>
      )}
      {layer === 'forward' && (
        <Suspense fallback={null}>
          <ForwardDialog messages={[message]} onClose={close} />
        </Suspense>
      )}
    </>
  )
}

/** To the message the layer was opened from, unless what was chosen has put the focus elsewhere. */
function giveFocusBack(place: HTMLElement | null): void {
  const { activeElement } = document
  if (activeElement !== null && activeElement !== document.body) return
  place?.closest<HTMLElement>('[data-index]')?.focus({ preventScroll: true })
}
