import { CloseButton, Combobox, TextInput, useCombobox } from '@mantine/core'
import { IconHistory, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent, ReactElement, Ref } from 'react'
import { listChannels } from '#contract/channels'
import { mostSearchChars } from '#contract/search'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useLanguage, useWords } from '../../lib/words.ts'
import { searchWords } from './labels.ts'
import { suggest } from './suggest.ts'
import type { Suggestion } from './suggest.ts'

type Props = {
  inputRef: Ref<HTMLInputElement>
  text: string
  onText: (text: string) => void
  recent: readonly string[]
  onForget: () => void
  /** Enter with nothing of the list chosen, or down from a field without one: on to what was found. */
  onLeave: () => void
}

const forgetValue = '\u0000'

/** Where one types what to look for: empty, it offers what was looked for lately; in a condition, its values. */
export function SearchBox({ inputRef, text, onText, recent, onForget, onLeave }: Props): ReactElement {
  const say = useWords(searchWords)
  const language = useLanguage()
  const { user, colleagues } = useSession()
  const channels = useQuery({
    queryKey: ['channels', 'choices'],
    queryFn: ({ signal }) => call(listChannels, undefined, { signal }),
    staleTime: 60_000,
  })
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() })
  const names = {
    channels: channels.data?.items.map(({ name }) => name) ?? [],
    colleagues: colleagues.filter(({ id }) => id !== user.id).map(({ name }) => name),
  }
  const isEmpty = text.trim() === ''
  const options: Suggestion[] = isEmpty
    ? recent.map((each) => ({ label: each, text: each }))
    : suggest(text, language, names)
  const choose = (value: string): void => {
    if (value === forgetValue) onForget()
    else onText(value)
    box.resetSelectedOption()
    if (isEmpty) box.closeDropdown()
  }
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return
    const isListOpen = box.dropdownOpened && options.length > 0
    const isChoosing = isListOpen && box.getSelectedOptionIndex() !== -1
    if ((event.key === 'Enter' && !isChoosing) || (event.key === 'ArrowDown' && !isListOpen)) {
      event.preventDefault()
      box.closeDropdown()
      onLeave()
    } else if (event.key === 'Escape' && !isListOpen && !isEmpty) {
      event.stopPropagation()
      onText('')
    }
  }
  return (
    <Combobox store={box} onOptionSubmit={choose} withinPortal={false}>
      <Combobox.Target>
        <TextInput
          ref={inputRef}
          type="search"
          size="md"
          maxLength={mostSearchChars}
          value={text}
          placeholder={say('srch.field')}
          aria-label={say('srch.title')}
          autoComplete="off"
          spellCheck={false}
          leftSection={<IconSearch size={18} stroke={1.75} aria-hidden="true" />}
          rightSection={
            isEmpty ? null : <CloseButton size="sm" aria-label={say('c.clear')} onClick={() => onText('')} />
          }
          onChange={(event) => {
            onText(event.currentTarget.value)
            box.resetSelectedOption()
            box.openDropdown()
          }}
          onFocus={() => box.openDropdown()}
          onClick={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
          onKeyDown={press}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={options.length === 0}>
        <Combobox.Options aria-label={say(isEmpty ? 'srch.recent' : 'srch.values')}>
          <Combobox.Group label={say(isEmpty ? 'srch.recent' : 'srch.values')}>
            {options.map(({ label, text: value }) => (
              <Combobox.Option key={value} value={value}>
                {isEmpty && <IconHistory size={14} stroke={1.75} aria-hidden="true" />} <bdi>{label}</bdi>
              </Combobox.Option>
            ))}
          </Combobox.Group>
          {isEmpty && <Combobox.Option value={forgetValue}>{say('srch.recent.clear')}</Combobox.Option>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
