import { Select } from '@mantine/core'
import type { SelectProps } from '@mantine/core'
import type { ReactElement, SyntheticEvent } from 'react'

type ChoiceSelectProps = Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  choices: { value: string; label: string }[]
  value: string
  onChoose: (value: string) => void
}

/** A select of a long list, searched by any part of the name or of the value ("Москва", "Europe/Mos"). */
export function ChoiceSelect({
  choices,
  value,
  onChoose,
  searchable = true,
  ...rest
}: ChoiceSelectProps): ReactElement {
  return (
    <Select
      {...rest}
      data={choices}
      value={value}
      onChange={(chosen) => chosen !== null && onChoose(chosen)}
      searchable={searchable}
      // What is typed replaces the chosen name instead of being added to it.
      onFocus={selectAll}
      onClick={selectAll}
      maxDropdownHeight={280}
      selectFirstOptionOnChange
      filter={({ options, search }) => {
        const wanted = fold(search)
        return options.filter(
          (option) =>
            'value' in option && (fold(option.label).includes(wanted) || fold(option.value).includes(wanted)),
        )
      }}
    />
  )
}

function selectAll(event: SyntheticEvent<HTMLInputElement>): void {
  event.currentTarget.select()
}

function fold(text: string): string {
  return text.trim().toLowerCase().replaceAll('ё', 'е').replaceAll('_', ' ')
}
