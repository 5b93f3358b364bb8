import type { KeyboardEvent, ReactElement } from 'react'
import { useFormat } from '../lib/use-format.ts'
import classes from './preset-tabs.module.css'

export type PresetTab<Value extends string> = {
  value: Value
  label: string
  /** Undefined while it is being counted. */
  count?: number | undefined
  /** What is counted, where that is not what the name says. */
  hint?: string
}

type Props<Value extends string> = {
  /** What the tabs choose, for screen readers. */
  label: string
  tabs: readonly PresetTab<Value>[]
  /** Null: what is shown is none of them. */
  value: Value | null
  onChange: (value: Value) => void
}

/** The presets of a list, each with its exact count above its name. */
export function PresetTabs<Value extends string>({
  label,
  tabs,
  value,
  onChange,
}: Props<Value>): ReactElement {
  const format = useFormat()
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const index = tabs.findIndex((tab) => tab.value === value)
    const next = tabs[(index + step + tabs.length) % tabs.length]
    if (!next) return
    onChange(next.value)
    const buttons = event.currentTarget.querySelectorAll('button')
    buttons[tabs.indexOf(next)]?.focus()
  }
  return (
    <div className={classes.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab, index) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          className={classes.tab}
          aria-selected={tab.value === value}
          tabIndex={tab.value === value || (value === null && index === 0) ? 0 : -1}
          title={tab.hint}
          onClick={() => onChange(tab.value)}
        >
          <span className={classes.count}>
            {tab.count === undefined ? '\u00a0' : format.number(tab.count)}
          </span>
          <span className={classes.label}>{tab.label}</span>
        </button>
      ))}
    </div>
  )
}
