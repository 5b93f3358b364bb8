import { Checkbox } from '@mantine/core'
import { useId, useState } from 'react'
import type { ReactElement } from 'react'
import { SearchField } from '../../../ui/search-field.tsx'
import classes from './events.module.css'

export type CheckSection<Value> = { name: string; items: readonly { value: Value; label: string }[] }

type Props<Value> = {
  sections: readonly CheckSection<Value>[]
  chosen: readonly Value[]
  onChange: (chosen: Value[]) => void
  /** Said in the field that narrows the list; without it there is none. */
  find?: string
  none: string
  /** Names the box that takes a whole section. */
  allOf?: (section: string) => string
}

/** Things to be checked, in sections, found by any part of their names. */
export function CheckList<Value extends string | number>(props: Props<Value>): ReactElement {
  const { sections, chosen, onChange, find, none, allOf } = props
  const id = useId()
  const [typed, setTyped] = useState('')
  const wanted = fold(typed)
  const shown = sections
    .map(({ name, items }) => ({ name, items: items.filter(({ label }) => fold(label).includes(wanted)) }))
    .filter(({ items }) => items.length > 0)
  const put = (values: readonly Value[], isOn: boolean): void => {
    const rest = chosen.filter((value) => !values.includes(value))
    onChange(isOn ? [...rest, ...values] : rest)
  }
  return (
    <div className={classes.checks}>
      {find !== undefined && <SearchField value={typed} onChange={setTyped} placeholder={find} />}
      <div className={classes.checkRows}>
        {shown.map(({ name, items }, index) => {
          const values = items.map(({ value }) => value)
          const on = values.filter((value) => chosen.includes(value)).length
          return (
            <div key={name} role="group" aria-labelledby={`${id}-${index}`}>
              <div className={classes.checkHead}>
                <span id={`${id}-${index}`}>{name}</span>
                {allOf && items.length > 1 && (
                  <Checkbox
                    size="xs"
                    aria-label={allOf(name)}
                    checked={on === values.length}
                    indeterminate={on > 0 && on < values.length}
                    onChange={(event) => put(values, event.currentTarget.checked)}
                  />
                )}
              </div>
              {items.map(({ value, label }) => (
                <Checkbox
                  key={value}
                  size="sm"
                  className={classes.check ?? ''}
                  label={<bdi>{label}</bdi>}
                  checked={chosen.includes(value)}
                  onChange={(event) => put([value], event.currentTarget.checked)}
                />
              ))}
            </div>
          )
        })}
        {shown.length === 0 && <p className={classes.nothing}>{none}</p>}
      </div>
    </div>
  )
}

const fold = (text: string): string => text.trim().toLowerCase().replaceAll('ё', 'е')
