import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { createCompany, listCompanies } from '#contract/companies'
import type { CompanyName } from '#contract/contacts'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { companyWords } from './labels.ts'

type Props = {
  /** Shown over the field; without it the field only has a name. */
  label?: string
  value: CompanyName | null
  onChange: (company: CompanyName | null) => void
  onClose?: () => void
  autoFocus?: boolean
  /** It stands in a layer, which choices outside of it would close. */
  isInside?: boolean
  /** Nothing is made of what is typed. */
  onlyKnown?: boolean
}

const searchPauseMs = 200
const mostFound = 20
const none = 'none'
const made = 'new'

/** A company found by name, phone or e-mail, or made of what was typed; before one types, those that changed last. */
export function CompanySelect({
  label,
  value,
  onChange,
  onClose,
  autoFocus = false,
  isInside = false,
  onlyKnown = false,
}: Props): ReactElement {
  const say = useWords(companyWords)
  const { rights } = useSession()
  const create = useCreate()
  const [typed, setTyped] = useState(value?.name ?? '')
  const [settled] = useDebouncedValue(typed.trim(), searchPauseMs)
  // The chosen name in the field is no search.
  const search = settled === value?.name ? '' : settled
  const { data } = useQuery({
    queryKey: ['companies', 'choices', search],
    queryFn: ({ signal }) =>
      call(listCompanies, { ...(search !== '' && { search }), limit: mostFound }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  const found: CompanyName[] = data?.items ?? []
  const choices = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found
  const name = typed.trim()
  const isKnown = choices.some((choice) => choice.name.toLowerCase() === name.toLowerCase())
  const mayMake = !onlyKnown && rights.addsCompanies && name !== '' && !isKnown
  const choose = async (chosen: string | null): Promise<void> => {
    if (chosen === none) return onChange(null)
    if (chosen === made) {
      const company = await create(name, (requestId) => call(createCompany, { requestId, name }))
      return onChange({ id: company.id, name: company.name })
    }
    const company = choices.find(({ id }) => String(id) === chosen)
    if (company) onChange({ id: company.id, name: company.name })
  }
  return (
    <Select
      {...(label === undefined ? { 'aria-label': say('company.field') } : { label })}
      placeholder={say('company.choose')}
      data={[
        ...choices.map((choice) => ({ value: String(choice.id), label: choice.name })),
        ...(mayMake ? [{ value: made, label: say('company.choose.new', { name }) }] : []),
        ...(value && search === '' ? [{ value: none, label: say('company.none') }] : []),
      ]}
      value={value ? String(value.id) : null}
      onChange={(chosen) => void choose(chosen).catch(errorToast)}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has found them: a phone in another notation has nothing in common with the name.
      filter={({ options }) => options}
      nothingFoundMessage={say('company.choose.none')}
      maxDropdownHeight={240}
      autoFocus={autoFocus}
      comboboxProps={{ withinPortal: !isInside }}
      {...(autoFocus ? { defaultDropdownOpened: true } : {})}
      {...(onClose ? { onDropdownClose: onClose } : {})}
    />
  )
}
