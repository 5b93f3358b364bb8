import { Button, Popover, Stack } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import classes from './filter-menu.module.css'

type FilterMenuProps = {
  /** What the button says. */
  label: string
  resetLabel: string
  /** How many choices narrow the list. */
  count: number
  onReset: () => void
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  /** The choices: each holds as soon as it is made. */
  children: ReactNode
}

/** What narrows a list, under a button beside its search. */
export function FilterMenu(props: FilterMenuProps): ReactElement {
  const { label, resetLabel, count, onReset, isOpen, onOpen, children } = props
  return (
    <Popover opened={isOpen} onChange={onOpen} position="bottom-start" trapFocus returnFocus withRoles>
      <Popover.Target>
        <Button
          variant={count > 0 ? 'light' : 'default'}
          leftSection={<IconFilter size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => onOpen(!isOpen)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="md" className={classes.choices ?? ''}>
          {children}
          <Button variant="subtle" disabled={count === 0} onClick={onReset}>
            {resetLabel}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
