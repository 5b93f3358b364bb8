import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { EntityKind } from '#contract/common'
import { tagName, type TagMark } from '#contract/tags'
import { useWords } from '../../lib/words.ts'
import { tagWords } from './labels.ts'
import { useTags } from './tags-data.ts'
import classes from './tags.module.css'

type TagPickerProps = {
  kind: EntityKind
  /** Those that need not be offered. */
  taken: readonly TagMark[]
  onChoose: (name: string) => void
  /** What opens it. */
  children: (open: () => void) => ReactNode
}

const mostShown = 50

/** Finds a tag by a part of its name, or makes one. */
export function TagPicker({ kind, taken, onChoose, children }: TagPickerProps): ReactElement {
  const say = useWords(tagWords)
  const tags = useTags(kind)
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    onDropdownClose: () => {
      setSearch('')
      combobox.resetSelectedOption()
      combobox.focusTarget()
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const wanted = search.trim().toLowerCase()
  const found = tags
    .filter((tag) => !taken.some(({ id }) => id === tag.id) && tag.name.toLowerCase().includes(wanted))
    .slice(0, mostShown)
  const isNew = wanted !== '' && !tags.some((tag) => tag.name.toLowerCase() === wanted)
  const made = isNew ? tagName.safeParse(search).data : undefined
  const choose = (name: string): void => {
    combobox.closeDropdown()
    onChoose(name)
  }
  return (
    <Combobox store={combobox} width={260} position="bottom-start" onOptionSubmit={choose}>
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        {children(() => combobox.toggleDropdown())}
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          component={TextInput}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            combobox.updateSelectedOptionIndex()
            combobox.selectFirstOption()
          }}
          placeholder={say('tags.find')}
          aria-label={say('tags.find')}
          maxLength={60}
        />
        <Combobox.Options mah={260} style={{ overflowY: 'auto' }}>
          {found.map((tag) => (
            <Combobox.Option key={tag.id} value={tag.name} className={classes.option ?? ''}>
              {tag.color === null ? null : (
                <span
                  className={classes.dot}
                  style={{ background: `var(--stage-${tag.color})` }}
                  aria-hidden="true"
                />
              )}
              <bdi>{tag.name}</bdi>
            </Combobox.Option>
          ))}
          {made === undefined ? null : (
            <Combobox.Option value={made}>{say('tags.new', { name: made })}</Combobox.Option>
          )}
          {found.length === 0 && made === undefined ? (
            <Combobox.Empty>
              {wanted === '' && tags.length > 0 ? say('tags.all') : say('tags.nothing')}
            </Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
