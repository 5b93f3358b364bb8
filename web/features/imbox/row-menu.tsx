import { Menu } from '@mantine/core'
import {
  IconBell,
  IconBellOff,
  IconMail,
  IconMailOpened,
  IconMessageCheck,
  IconStar,
  IconStarOff,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { MouseEvent, ReactElement } from 'react'
import type { ConversationRow } from '#contract/conversations'
import { useWords } from '../../lib/words.ts'
import { chatWords } from '../chat/labels.ts'
import { useConversationActions } from './use-conversation-actions.ts'

const icon = { size: 16, stroke: 1.75 } as const

type Place = { number: number; x: number; y: number }

export type RowMenu = {
  /** For the list: the right button on a row. */
  onContextMenu: (event: MouseEvent<HTMLElement>) => void
  /** Opens it at the row on which the keyboard is, when there is one. */
  openByKey: () => void
  menu: ReactElement | null
}

type Rows = {
  rows: readonly ConversationRow[]
  /** The row on which the keyboard is, and its element: there the keyboard opens the menu. */
  active: number | null
  elementOf: (number: number) => HTMLElement | null
  /** After the menu the keyboard goes on in the list. */
  onClosed: () => void
}

/** What can be done with a conversation from its row, without opening it. A finger selects rows instead. */
export function useRowMenu({ rows, active, elementOf, onClosed }: Rows): RowMenu {
  const [place, setPlace] = useState<Place | null>(null)
  const row = rows.find(({ number }) => number === place?.number)
  const byKey = (): Place | null => {
    const box = active === null ? null : (elementOf(active)?.getBoundingClientRect() ?? null)
    return active === null || box === null ? null : { number: active, x: box.left + 24, y: box.bottom - 8 }
  }
  return {
    onContextMenu: (event) => {
      const { nativeEvent, target } = event
      if (nativeEvent instanceof window.PointerEvent && nativeEvent.pointerType === 'touch') return
      const line = target instanceof Element ? target.closest('[data-index]') : null
      const found = line ? rows[Number(line.getAttribute('data-index'))] : undefined
      const pressed = found ? { number: found.number, x: event.clientX, y: event.clientY } : null
      if (!pressed) return
      event.preventDefault()
      setPlace(pressed)
    },
    openByKey: () => setPlace(byKey()),
    menu:
      place && row ? (
        <RowMenuAt
          row={row}
          place={place}
          onClose={() => {
            setPlace(null)
            onClosed()
          }}
        />
      ) : null,
  }
}

type Props = { row: ConversationRow; place: Place; onClose: () => void }

function RowMenuAt({ row, place, onClose }: Props): ReactElement {
  const say = useWords(chatWords)
  const actions = useConversationActions()
  const isOpen = row.closedAt === null
  return (
    <Menu opened onChange={(opened) => !opened && onClose()} position="bottom-start" offset={0}>
      <Menu.Target>
        <span style={{ position: 'fixed', left: place.x, top: place.y }} aria-hidden="true" />
      </Menu.Target>
      <Menu.Dropdown aria-label={say('talk.no', { number: row.number })}>
        <Menu.Item
          leftSection={row.isStarred ? <IconStarOff {...icon} /> : <IconStar {...icon} />}
          onClick={() => actions.toggleStar(row)}
        >
          {say(row.isStarred ? 'talk.star.off' : 'talk.star.on')}
        </Menu.Item>
        <Menu.Item
          leftSection={row.isSubscribed ? <IconBellOff {...icon} /> : <IconBell {...icon} />}
          onClick={() => actions.toggleSubscription(row)}
        >
          {say(row.isSubscribed ? 'talk.subscribe.off' : 'talk.subscribe.on')}
        </Menu.Item>
        {isOpen ? (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={row.isRead ? <IconMail {...icon} /> : <IconMailOpened {...icon} />}
              onClick={() => void (row.isRead ? actions.markUnread(row) : actions.markRead(row))}
            >
              {say(row.isRead ? 'talk.markUnread' : 'talk.markRead')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconMessageCheck {...icon} />}
              disabled={row.isRead && row.waitingSince === null}
              onClick={() => void actions.dismiss(row)}
            >
              {say('talk.noreply')}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
