import { Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../lib/words.ts'
import classes from './field-row.module.css'

export type Choice<Value> = { value: Value; label: string; icon?: ReactNode }

type Props<Value> = {
  label: string
  choices: readonly Choice<Value>[]
  value: Value
  onChange: (value: Value) => void
  isReadOnly?: boolean
  /** Said when the value is none of the choices. */
  placeholder?: string
}

/** A value chosen from a short list, in place. */
export function ChoiceField<Value extends string | number | null>(props: Props<Value>): ReactElement {
  const { label, choices, value, onChange, isReadOnly = false, placeholder } = props
  const say = useWords()
  const current = choices.find((choice) => choice.value === value)
  const content = (
    <>
      {current?.icon}
      <bdi className={current ? undefined : classes.empty}>
        {current?.label ?? placeholder ?? say('c.empty')}
      </bdi>
    </>
  )
  if (isReadOnly) return <span className={classes.edit}>{content}</span>
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className={classes.edit}
          style={{ cursor: 'pointer' }}
          title={say('c.edit.field', { field: label })}
        >
          {content}
          <IconChevronDown size={14} stroke={1.75} className={classes.pencil} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.value}
            leftSection={choice.icon}
            rightSection={choice.value === value ? <IconCheck size={14} aria-hidden="true" /> : null}
            aria-current={choice.value === value}
            onClick={() => onChange(choice.value)}
          >
            <bdi>{choice.label}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
