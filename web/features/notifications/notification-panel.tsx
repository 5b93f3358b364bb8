import { ActionIcon } from '@mantine/core'
import { useFocusTrap, useMergedRef } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useId, useRef } from 'react'
import type { ReactElement, RefObject } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useReturnFocus } from '../../lib/use-return-focus.ts'
import { useWords } from '../../lib/words.ts'
import { notificationWords } from './labels.ts'
import { GroupTabs } from './group-tabs.tsx'
import { moveByArrows } from './move-by-arrows.ts'
import { NotificationList } from './notification-list.tsx'
import { ReadAllButton } from './read-all-button.tsx'
import { SettingsLink } from './settings-link.tsx'
import { useNotifications } from './use-notifications.ts'
import classes from './notifications.module.css'

/** The notification centre beside the rail; over what one was doing, which goes on where it was. */
export function NotificationPanel({ onClose }: { onClose: () => void }): ReactElement {
  const say = useWords(notificationWords)
  const list = useNotifications()
  const titleId = useId()
  const panel = useRef<HTMLDivElement>(null)
  const ref = useMergedRef(panel, useFocusTrap())
  useReturnFocus()
  usePressOutside(panel, onClose)
  // Wherever the focus is: what had it may just have gone from the list.
  useHotkeys(say('nt.title'), [
    { keys: 'escape', label: say('c.close'), run: onClose, inFields: true },
    { keys: 'n', label: say('c.close'), run: onClose, inFields: true },
  ])
  return (
    <div
      ref={ref}
      className={classes.panel}
      role="dialog"
      aria-modal="true"
      aria-labelledby={titleId}
      onKeyDown={moveByArrows}
    >
      <header className={classes.head}>
        <h2 id={titleId} className={classes.title} tabIndex={-1} data-autofocus>
          {say('nt.title')}
        </h2>
        <ReadAllButton list={list} />
        <SettingsLink onOpen={onClose} />
        <ActionIcon size={36} aria-label={say('c.close')} onClick={onClose}>
          <IconX size={20} stroke={1.75} />
        </ActionIcon>
      </header>
      <GroupTabs list={list} />
      <div className={classes.body}>
        <NotificationList list={list} onOpen={onClose} />
      </div>
    </div>
  )
}

/** Closes at a press anywhere else; the bell itself closes by its own click. */
function usePressOutside(panel: RefObject<HTMLElement | null>, onOutside: () => void): void {
  const tell = useEffectEvent(onOutside)
  useEffect(() => {
    const press = (event: PointerEvent): void => {
      const { target } = event
      if (!(target instanceof Element) || panel.current?.contains(target)) return
      if (target.closest('[aria-haspopup="dialog"][aria-expanded="true"], [data-portal]')) return
      tell()
    }
    document.addEventListener('pointerdown', press)
    return () => document.removeEventListener('pointerdown', press)
  }, [panel])
}
