import { Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../lib/words.ts'
import { ChangedMeanwhile, changedTo } from './changed-meanwhile.tsx'
import classes from './field-row.module.css'
import { errorToast } from './toasts.tsx'

export type Choice<Value> = { value: Value; label: string; icon?: ReactNode }

type Props<Value> = {
  label: string
  choices: readonly Choice<Value>[]
  value: Value
  /**
   * `saw`: what stood there when it was chosen. Refused as changed meanwhile, the field shows both values and asks which one
   * stays; any other refusal is told by a toast.
   */
  onChange: (value: Value, saw: Value) => void | Promise<unknown>
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
  const [disputed, setDisputed] = useState<{ mine: Value; theirs: Value } | null>(null)
  const nameOf = (of: Value): string => choices.find((choice) => choice.value === of)?.label ?? ''
  const choose = async (wish: Value, saw: Value): Promise<void> => {
    setDisputed(null)
    try {
      await onChange(wish, saw)
    } catch (error) {
      const changed = changedTo(error)
      if (!changed) return errorToast(error)
      const theirs = choices.find((choice) => choice.value === changed.current)
      if (theirs && theirs.value !== wish) setDisputed({ mine: wish, theirs: theirs.value })
      else if (!theirs) errorToast(error)
    }
  }
  if (isReadOnly) return <span className={classes.edit}>{content}</span>
  const menu = (
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
            onClick={() => void choose(choice.value, value)}
          >
            <bdi>{choice.label}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
  return disputed === null ? (
    menu
  ) : (
    <>
      {menu}
      <ChangedMeanwhile
        theirs={nameOf(disputed.theirs)}
        mine={nameOf(disputed.mine)}
        onMine={() => void choose(disputed.mine, disputed.theirs)}
        onTheirs={() => setDisputed(null)}
      />
    </>
  )
}
