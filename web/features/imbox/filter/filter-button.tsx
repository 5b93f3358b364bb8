import { ActionIcon, Indicator, Popover, Tooltip } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../../lib/words.ts'
import { imboxWords } from '../labels.ts'
import { choicesOf } from '../list-filter.ts'
import type { ImboxFilter } from '../list-filter.ts'
import { FilterPanel } from './filter-panel.tsx'
import classes from './filter.module.css'

type Props = {
  filter: ImboxFilter
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onChange: (change: Partial<ImboxFilter>) => void
}

/** Opens what narrows the list; a mark says that something does. */
export function FilterButton({ filter, isOpen, onOpen, onChange }: Props): ReactElement {
  const say = useWords(imboxWords)
  const count = choicesOf(filter).length
  const label = count === 0 ? say('imbox.filter') : say('imbox.filter.set', { count })
  return (
    <Popover
      opened={isOpen}
      onChange={onOpen}
      position="bottom-end"
      // It lies over the list, not over the rail.
      offset={{ mainAxis: 8, crossAxis: 44 }}
      width="min(344px, calc(100vw - 24px))"
      trapFocus
      returnFocus
      shadow="md"
      // The first Escape is for the list of choices that is open in there.
      closeOnEscape={false}
    >
      <Indicator disabled={count === 0} size={8} offset={4}>
        <Popover.Target>
          <Tooltip label={`${say('imbox.filter')} · Shift F`} disabled={isOpen}>
            <ActionIcon
              aria-label={label}
              variant={count === 0 ? 'subtle' : 'light'}
              onClick={() => onOpen(!isOpen)}
            >
              <IconFilter size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown
        className={classes.dropdown}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !isChoosing(event.target)) onOpen(false)
        }}
      >
        <FilterPanel
          filter={filter}
          onApply={(change) => {
            onChange(change)
            onOpen(false)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

const isChoosing = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('[aria-expanded="true"]') !== null
