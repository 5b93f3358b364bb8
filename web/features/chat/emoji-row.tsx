import { Menu } from '@mantine/core'
import type { KeyboardEvent, ReactElement } from 'react'
import type { MessageView } from '#contract/messages'
import { useWords } from '../../lib/words.ts'
import { chatWords } from './labels.ts'
import { useMessageChanges } from './use-message-changes.ts'
import classes from './message-menu.module.css'

/** The reactions of the messenger, one beside the other. The one we have set takes itself away. */
export function EmojiRow({
  message,
  emoji,
}: {
  message: MessageView
  emoji: readonly string[]
}): ReactElement {
  const say = useWords(chatWords)
  const { react } = useMessageChanges(message)
  const ours = message.reactions.find(({ side }) => side === 'ours')?.emoji ?? null
  return (
    <div className={classes.emoji} role="group" aria-label={say('msg.react')} onKeyDownCapture={moveAside}>
      {emoji.map((each) => (
        <Menu.Item
          key={each}
          className={classes.emojiItem}
          data-ours={each === ours || undefined}
          aria-label={
            each === ours ? say('msg.react.off', { emoji: each }) : say('msg.react.with', { emoji: each })
          }
          onClick={() => react(each === ours ? null : each)}
        >
          {each}
        </Menu.Item>
      ))}
    </div>
  )
}

/** The menu's arrows go up and down; here they go sideways, and up or down leaves the row. */
function moveAside(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  const menu = event.currentTarget.closest('[role="menu"]')
  if (!menu || (step === undefined && event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
  event.preventDefault()
  event.stopPropagation()
  const row = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')]
  const all = [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')]
  if (step === undefined) {
    const next = event.key === 'ArrowDown' ? all[row.length] : all.at(-1)
    next?.focus()
    return
  }
  const here = row.findIndex((each) => each === document.activeElement)
  row.at((here + step) % row.length)?.focus()
}
