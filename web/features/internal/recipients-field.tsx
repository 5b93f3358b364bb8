import { MultiSelect } from '@mantine/core'
import type { ReactElement, Ref } from 'react'
import { principalKinds } from '#contract/participants'
import type { Principal } from '#contract/participants'
import { useWords } from '../../lib/words.ts'
import { AddresseeLine } from './addressee-line.tsx'
import { internalWords } from './labels.ts'
import { keyOf } from './people.ts'
import type { Addressee } from './people.ts'

type RecipientsFieldProps = {
  ref?: Ref<HTMLInputElement>
  className?: string | undefined
  people: readonly Addressee[]
  value: readonly Principal[]
  onChange: (principals: Principal[]) => void
  label: string
  placeholder: string
}

/** Whom one names, each with a cross; more are found by typing. */
export function RecipientsField(props: RecipientsFieldProps): ReactElement {
  const { ref, className, people, value, onChange, label, placeholder } = props
  const say = useWords(internalWords)
  const byKey = new Map(people.map((each) => [keyOf(each), each]))
  const known = value.map(keyOf).filter((key) => byKey.has(key))
  const ofKind = (kind: Principal['kind']): { value: string; label: string }[] =>
    people.filter((each) => each.kind === kind).map((each) => ({ value: keyOf(each), label: each.name }))
  return (
    <MultiSelect
      ref={ref}
      className={className}
      searchable
      hidePickedOptions
      aria-label={label}
      placeholder={known.length === 0 ? placeholder : say('in.to.more')}
      nothingFoundMessage={say('in.to.none')}
      maxDropdownHeight={280}
      comboboxProps={{ position: 'top-start', withinPortal: true }}
      data={[
        { group: say('in.groups'), items: ofKind('group') },
        { group: say('in.users'), items: ofKind('user') },
      ].filter(({ items }) => items.length > 0)}
      value={known}
      onChange={(keys) => onChange(keys.flatMap(readKey))}
      renderOption={({ option }) => {
        const addressee = byKey.get(option.value)
        return addressee ? <AddresseeLine addressee={addressee} /> : option.label
      }}
    />
  )
}

export function readKey(key: string): Principal[] {
  const [given, id] = key.split(':')
  const kind = principalKinds.find((each) => each === given)
  return kind ? [{ kind, id: Number(id) }] : []
}
