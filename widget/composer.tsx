/** @jsxImportSource preact */
import type { RefObject, VNode } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ButtonInfo } from './api.ts'
import type { Attachments } from './attachments.ts'
import type { Chat, ChatState } from './chat-state.ts'
import { usePreview } from './files.tsx'
import { Icon } from './icons.tsx'
import { fill, type Words } from './words.ts'

/** As the contract has it; UTF-16 units. */
const maxTextLength = 4000

type ComposerProps = {
  chat: Chat
  state: ChatState
  button: ButtonInfo
  words: Words
  attachments: Attachments
  field: RefObject<HTMLTextAreaElement | null>
}

export function Composer({ chat, state, button, words, attachments, field }: ComposerProps): VNode {
  const [text, setText] = useState(chat.draft.get)
  const [name, setName] = useState(chat.name.get)
  const picker = useRef<HTMLInputElement>(null)
  const { files } = attachments
  const trimmed = text.trim()
  const isTooLong = trimmed.length > maxTextLength
  const canSend = button.isOn && !isTooLong && (trimmed !== '' || files.length > 0)
  const isFirst = !state.messages.some(({ isMine }) => isMine) && state.queue.length === 0
  const problem = isTooLong
    ? fill(words.textTooLong, { max: maxTextLength, n: trimmed.length })
    : attachments.problem

  useLayoutEffect(() => fitHeight(field.current), [text])

  const write = (value: string): void => {
    setText(value)
    chat.draft.set(value)
  }
  const send = (): void => {
    if (!canSend) return
    void chat.send({ text: trimmed, files })
    write('')
    attachments.clear()
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = [...(event.clipboardData?.files ?? [])]
    if (pasted.length === 0) return
    event.preventDefault()
    void attachments.add(pasted)
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {isFirst && button.isOn && (
        <input
          class="name"
          value={name}
          maxLength={100}
          autocomplete="name"
          placeholder={words.name}
          aria-label={words.name}
          onInput={(event) => {
            setName(event.currentTarget.value)
            chat.name.set(event.currentTarget.value)
          }}
        />
      )}
      {files.length > 0 && <Chosen attachments={attachments} words={words} />}
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="line">
        <textarea
          ref={field}
          class="field"
          rows={1}
          value={text}
          disabled={!button.isOn}
          placeholder={button.isOn ? words.placeholder : words.switchedOff}
          aria-label={words.placeholder}
          enterkeyhint="send"
          onInput={(event) => {
            write(event.currentTarget.value)
            chat.tellTyping()
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <input
          ref={picker}
          type="file"
          multiple
          class="hidden"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            void attachments.add([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <button
          type="button"
          class="round"
          disabled={!button.isOn}
          aria-label={words.attach}
          title={words.attach}
          onClick={() => picker.current?.click()}
        >
          <Icon name="clip" />
        </button>
        <button
          type="submit"
          class="round brand"
          disabled={!canSend}
          aria-label={words.send}
          title={words.send}
        >
          <Icon name="send" />
        </button>
      </div>
      <p class="powered">{words.powered}</p>
    </form>
  )
}

const keys = new WeakMap<File, number>()
let lastKey = 0

/** Two files may have one name: each is told apart as the thing it is. */
function fileKey(file: File): number {
  const key = keys.get(file) ?? (lastKey += 1)
  keys.set(file, key)
  return key
}

function Chosen({ attachments, words }: { attachments: Attachments; words: Words }): VNode {
  return (
    <ul class="chosen">
      {attachments.files.map((file) => (
        <li key={fileKey(file)} class="chip">
          <Preview file={file} />
          <span class="chip-name">
            <bdi>{file.name}</bdi>
          </span>
          <button
            type="button"
            class="chip-remove"
            aria-label={fill(words.removeFile, { name: file.name })}
            onClick={() => attachments.remove(file)}
          >
            <Icon name="close" size={16} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Preview({ file }: { file: File }): VNode {
  const url = usePreview(file)
  return url === null ? <Icon name="file" size={20} /> : <img src={url} alt="" />
}

/** Grows with the text; the style sheet sets where it stops. */
function fitHeight(field: HTMLTextAreaElement | null): void {
  if (field === null) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight + 2}px`
}
