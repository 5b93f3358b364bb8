/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Language } from '#contract/common'
import type { ButtonInfo } from './api.ts'
import type { Chat, ChatState } from './chat-state.ts'
import { Composer } from './composer.tsx'
import { droppedFiles, useAttachments } from './attachments.ts'
import { Icon } from './icons.tsx'
import { MessageList } from './message-list.tsx'
import { useDialog } from './use-dialog.ts'
import { authorOf, firstWords } from './rows.ts'
import { fill, type Words } from './words.ts'

type PanelProps = { chat: Chat; state: ChatState; button: ButtonInfo; words: Words; language: Language }

export function Panel({ chat, state, button, words, language }: PanelProps): VNode {
  const dialog = useDialog()
  const composer = useRef<HTMLTextAreaElement>(null)
  const { maxFileBytes } = button
  const attachments = useAttachments({ chat, files: state.files, maxFileBytes, words, language })
  const [isDragging, setDragging] = useState(false)
  const close = (): void => chat.setOpen(false)

  useLayoutEffect(() => {
    // On a phone the keyboard would hide the thread that one came to read.
    if (!matchMedia('(pointer: coarse)').matches) composer.current?.focus({ preventScroll: true })
  }, [])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.isComposing) close()
  }
  const onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    setDragging(button.isOn)
  }
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    setDragging(false)
    if (event.dataTransfer && button.isOn) void attachments.add(droppedFiles(event.dataTransfer))
  }
  return (
    <dialog
      ref={dialog}
      class="panel"
      aria-labelledby="title"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onCancel={(event) => event.preventDefault()}
      onDragOver={onDragOver}
      onDragLeave={(event) => {
        if (event.relatedTarget === null || event.target === event.currentTarget) setDragging(false)
      }}
      onDrop={onDrop}
    >
      <Header button={button} state={state} words={words} onClose={close} />
      <MessageList chat={chat} state={state} words={words} language={language} />
      <Announcement state={state} words={words} />
      <Composer
        chat={chat}
        state={state}
        button={button}
        words={words}
        attachments={attachments}
        field={composer}
      />
      {isDragging && <div class="drop">{words.dropHere}</div>}
    </dialog>
  )
}

type HeaderProps = { button: ButtonInfo; state: ChatState; words: Words; onClose: () => void }

function Header({ button, state, words, onClose }: HeaderProps): VNode {
  return (
    <header class="header">
      <div class="titles">
        <h2 id="title" class="title">
          <bdi>{button.name}</bdi>
        </h2>
        <p class="subtitle" role="status">
          {subtitle(button, state, words)}
        </p>
      </div>
      <button
        type="button"
        class="round on-brand"
        aria-label={words.minimise}
        title={words.minimise}
        onClick={onClose}
      >
        <span class="wide-only">
          <Icon name="minimise" />
        </span>
        <span class="phone-only">
          <Icon name="close" />
        </span>
      </button>
    </header>
  )
}

function subtitle(button: ButtonInfo, state: ChatState, words: Words): string {
  if (!navigator.onLine) return words.offline
  if (state.connection === 'lost') return words.connecting
  return button.isOn ? words.answersHere : words.switchedOff
}

/** Read out to those who do not see the thread: who wrote and the first words. */
function Announcement({ state, words }: { state: ChatState; words: Words }): VNode {
  const message = state.announced
  const text =
    message === null
      ? ''
      : fill(words.newFrom, { name: authorOf(message, words), text: firstWords(message, words) })
  return (
    <p class="hidden" role="status">
      {text}
    </p>
  )
}
