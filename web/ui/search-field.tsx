import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { KeyboardEvent, ReactElement, Ref } from 'react'
import { useWords } from '../lib/words.ts'
import { KeyHint } from './key-hint.tsx'

type Props = {
  value: string
  onChange: (value: string) => void
  /** Also its name for screen readers. */
  placeholder: string
  /** The key that brings one here, shown while it is empty. */
  hotkey?: string
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
  inputRef?: Ref<HTMLInputElement>
  className?: string | undefined
}

/** Where one types what to look for; Esc empties it. */
export function SearchField({
  value,
  onChange,
  placeholder,
  hotkey,
  onKeyDown,
  inputRef,
  className,
}: Props): ReactElement {
  const say = useWords()
  const handleKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape' && value !== '') {
      event.stopPropagation()
      onChange('')
    }
    onKeyDown?.(event)
  }
  const clear = <CloseButton size="sm" aria-label={say('c.clear')} onClick={() => onChange('')} />
  return (
    <TextInput
      ref={inputRef}
      className={className}
      type="search"
      role="searchbox"
      value={value}
      placeholder={placeholder}
      aria-label={placeholder}
      autoComplete="off"
      spellCheck={false}
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden="true" />}
      rightSection={value === '' ? hotkey ? <KeyHint keys={hotkey} /> : null : clear}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={handleKey}
    />
  )
}
