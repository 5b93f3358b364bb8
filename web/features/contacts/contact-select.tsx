import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { listContacts } from '#contract/contacts'
import { call } from '../../lib/api.ts'

export type ChosenContact = { id: number; name: string }

type ContactSelectProps = {
  label: string
  placeholder: string
  nothingFound: string
  value: ChosenContact | null
  onChange: (contact: ChosenContact | null) => void
  error?: string | undefined
  /** It is opened at once; `onClose`: its choices are closed again. */
  isFocused?: boolean
  onClose?: () => void
}

const searchPauseMs = 200
const mostFound = 20

/** A contact found by name, phone or e-mail; before one types, those that changed last. */
export function ContactSelect({
  label,
  placeholder,
  nothingFound,
  value,
  onChange,
  error,
  isFocused = false,
  onClose,
}: ContactSelectProps): ReactElement {
  const [typed, setTyped] = useState(value?.name ?? '')
  const [settled] = useDebouncedValue(typed.trim(), searchPauseMs)
  // The chosen name in the field is no search.
  const search = settled === value?.name ? '' : settled
  const { data } = useQuery({
    queryKey: ['contacts', 'choices', search],
    queryFn: ({ signal }) =>
      call(listContacts, { ...(search !== '' && { search }), limit: mostFound }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  const found: ChosenContact[] = data?.items ?? []
  const details = new Map(data?.items.map((row) => [String(row.id), row.phone ?? row.email]))
  const choices = value && !found.some((each) => each.id === value.id) ? [value, ...found] : found
  return (
    <Select
      label={label}
      placeholder={placeholder}
      data={choices.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value ? String(value.id) : null}
      onChange={(chosen) => {
        const contact = choices.find(({ id }) => String(id) === chosen)
        onChange(contact ? { id: contact.id, name: contact.name } : null)
      }}
      searchable
      clearable
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has found them: a phone in another notation has nothing in common with the name.
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span>
          <bdi>{option.label}</bdi>{' '}
          <span style={{ color: 'var(--text-3)' }}>{details.get(option.value) ?? ''}</span>
        </span>
      )}
      nothingFoundMessage={nothingFound}
      maxDropdownHeight={240}
      error={error}
      autoFocus={isFocused}
      {...(isFocused ? { defaultDropdownOpened: true } : {})}
      {...(onClose ? { onDropdownClose: onClose } : {})}
    />
  )
}
