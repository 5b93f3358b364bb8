import { Popover } from '@mantine/core'
import { IconChevronDown, IconX } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../../../lib/words.ts'
import classes from './events.module.css'
import { eventWordsOfPage } from './labels.ts'

type Props = {
  label: string
  /** What is chosen, in words; null: nothing. */
  value: string | null
  /** Said when nothing is chosen. */
  any?: string
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onClear: () => void
  children: ReactNode
}

/** One filter: what it is set to, and under it what it can be set to. A choice holds as soon as it is made. */
export function FilterButton(props: Props): ReactElement {
  const { label, value, any, isOpen, onOpen, onClear, children } = props
  const say = useWords(eventWordsOfPage)
  return (
    <Popover
      opened={isOpen}
      onChange={onOpen}
      position="bottom-start"
      trapFocus
      returnFocus
      width={300}
      shadow="md"
    >
      <div className={classes.filter} data-on={value !== null || undefined}>
        <Popover.Target>
          <button type="button" className={classes.filterButton} onClick={() => onOpen(!isOpen)}>
            <span className={classes.filterLabel}>{label}:</span>
            <bdi className={classes.filterValue}>{value ?? any ?? say('events.any')}</bdi>
            {value === null && <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />}
          </button>
        </Popover.Target>
        {value !== null && (
          <button
            type="button"
            className={classes.filterClear}
            aria-label={say('events.clear', { filter: label })}
            title={say('events.clear', { filter: label })}
            onClick={onClear}
          >
            <IconX size={14} stroke={1.75} aria-hidden="true" />
          </button>
        )}
      </div>
      <Popover.Dropdown p={12}>{children}</Popover.Dropdown>
    </Popover>
  )
}
