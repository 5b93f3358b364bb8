import { Textarea } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ClipboardEvent, KeyboardEvent, ReactElement, RefObject } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { composerKey } from './composer-keys.ts'
import { composerWords } from './labels.ts'
import classes from './composer.module.css'

type ComposerFieldProps = {
  ref: RefObject<HTMLTextAreaElement | null>
  value: string
  onChange: (text: string) => void
  onFocus: (isFocused: boolean) => void
  onFiles: (files: File[]) => void
  onSend: () => void
  onSendClose: () => void
  onLeave: () => void
  /** Gets every key first; true when it took it. */
  onKey?: (event: KeyboardEvent) => boolean
  /** The list over the field that the keys move in. */
  list?: { id: string; activeId: string | null } | null
  /** The arrow up in an empty field; absent where it means nothing. */
  onEditLast?: () => void
  label?: string
  placeholder?: string
}

/** The text field: grows with the text, sends by the key one prefers, takes pasted pictures and files. */
export function ComposerField({
  ref,
  value,
  onChange,
  onFocus,
  onFiles,
  ...does
}: ComposerFieldProps): ReactElement {
  const say = useWords(composerWords)
  const format = useFormat()
  const { sendKey } = useSession().user.preferences
  const isTouch = useMediaQuery('(pointer: coarse)') ?? false

  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const { isComposing } = event.nativeEvent
    if (does.onKey?.(event)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    const key = composerKey({ ...pick(event), isComposing }, sendKey, isTouch)
    if (key === null) {
      if (isEditLast(event, value)) {
        event.preventDefault()
        does.onEditLast?.()
      }
      if (event.key === 'Enter' && event.repeat) event.preventDefault()
      return
    }
    if (key === 'new_line') return
    event.preventDefault()
    event.stopPropagation()
    if (key === 'send') does.onSend()
    else if (key === 'send_close') does.onSendClose()
    else does.onLeave()
  }

  const paste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    onFiles(
      files.map((file) =>
        named(file, say('comp.pasted', { time: format.time(Date.now()).replace(':', '-') })),
      ),
    )
  }

  return (
    <Textarea
      ref={ref}
      variant="unstyled"
      autosize
      minRows={1}
      maxRows={12}
      maxLength={20_000}
      classNames={{ input: classes.field }}
      aria-label={does.label ?? say('comp.label')}
      placeholder={does.placeholder ?? say('comp.placeholder')}
      aria-autocomplete={does.list ? 'list' : undefined}
      aria-controls={does.list?.id}
      aria-activedescendant={does.list?.activeId ?? undefined}
      dir="auto"
      enterKeyHint={isTouch ? 'enter' : 'send'}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={press}
      onPaste={paste}
      onFocus={() => onFocus(true)}
      onBlur={() => onFocus(false)}
    />
  )
}

function isEditLast(event: KeyboardEvent, value: string): boolean {
  const isPlain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey
  return event.key === 'ArrowUp' && isPlain && value === ''
}

function pick(event: KeyboardEvent): {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
  repeat: boolean
} {
  const { key, ctrlKey, metaKey, shiftKey, altKey, repeat } = event
  return { key, ctrlKey, metaKey, shiftKey, altKey, repeat }
}

/** Browsers call every pasted picture "image.png"; the hour tells them apart. */
function named(file: File, name: string): File {
  return file.name === 'image.png' ? new File([file], name, { type: file.type }) : file
}
