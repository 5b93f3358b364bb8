/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Language } from '#contract/common'
import type { Chat } from './chat-state.ts'
import { Icon } from './icons.tsx'
import { Panel } from './panel.tsx'
import { useChat } from './use-chat.ts'
import { fill, type Words } from './words.ts'

type AppProps = { chat: Chat; words: Words; language: Language }

export function App({ chat, words, language }: AppProps): VNode | null {
  const state = useChat(chat)
  const { button, isOpen } = state
  if (button === null) return null
  // A button that was switched off is no invitation, but one's thread stays readable.
  if (!button.isOn && state.messages.length === 0) return null
  if (isOpen) return <Panel chat={chat} state={state} button={button} words={words} language={language} />
  return <Launcher chat={chat} unread={state.unread} words={words} />
}

type LauncherProps = { chat: Chat; unread: number; words: Words }

function Launcher({ chat, unread, words }: LauncherProps): VNode {
  const element = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (wasOpened) element.current?.focus({ preventScroll: true })
  }, [])
  const open = (): void => {
    wasOpened = true
    chat.setOpen(true)
  }
  const label = unread > 0 ? fill(words.openUnread, { n: unread }) : words.open
  return (
    <>
      <button
        ref={element}
        type="button"
        class="launcher"
        aria-label={label}
        title={words.open}
        onClick={open}
      >
        <Icon name="chat" size={28} />
        {unread > 0 && <span class="badge">{unread > 99 ? '99+' : unread}</span>}
      </button>
      <p class="hidden" role="status">
        {unread > 0 ? label : ''}
      </p>
    </>
  )
}

/** Closing gives the focus back to the button, but only to somebody who opened with it. */
let wasOpened = false
