import {
  ActionIcon,
  Button,
  Indicator,
  Menu,
  Popover,
  SegmentedControl,
  Stack,
  Text,
  Tooltip,
} from '@mantine/core'
import { IconArrowsSort, IconChevronDown, IconFilter } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { imboxWords } from './labels.ts'
import type { ListFilter } from './list-rules.ts'
import type { Choice } from './use-list-filter.ts'
import classes from './imbox.module.css'

const reads: readonly ListFilter['read'][] = ['any', 'unread', 'read']
const sorts: readonly ListFilter['sort'][] = ['recent', 'waiting']

type ListFilterProps = {
  choice: Choice
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onChange: (change: Partial<Choice>) => void
}

/** The filter of the list; what is chosen acts at once. */
export function FilterButton({ choice, isOpen, onOpen, onChange }: ListFilterProps): ReactElement {
  const say = useWords(imboxWords)
  return (
    <Popover opened={isOpen} onChange={onOpen} position="bottom-end" trapFocus returnFocus>
      <Indicator disabled={choice.read === 'any'} size={8} offset={4}>
        <Popover.Target>
          <Tooltip label={`${say('imbox.filter')} · Shift F`}>
            <ActionIcon
              aria-label={say('imbox.filter')}
              variant={choice.read === 'any' ? 'subtle' : 'light'}
              onClick={() => onOpen(!isOpen)}
            >
              <IconFilter size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text id="imbox-read" size="sm" c="var(--text-2)">
            {say('imbox.f.read')}
          </Text>
          <SegmentedControl
            aria-labelledby="imbox-read"
            size="sm"
            value={choice.read}
            onChange={(value) => onChange({ read: reads.find((read) => read === value) ?? 'any' })}
            data={reads.map((read) => ({ value: read, label: say(`imbox.f.read.${read}`) }))}
          />
          <Button variant="subtle" disabled={choice.read === 'any'} onClick={() => onChange({ read: 'any' })}>
            {say('imbox.f.reset')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

type SortMenuProps = { sort: ListFilter['sort']; onChange: (sort: ListFilter['sort']) => void }

export function SortMenu({ sort, onChange }: SortMenuProps): ReactElement {
  const say = useWords(imboxWords)
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className={classes.sort}
          aria-label={`${say('imbox.sort')}: ${say(`imbox.sort.${sort}`)}`}
        >
          <IconArrowsSort size={16} stroke={1.75} aria-hidden="true" />
          <span>{say(`imbox.sort.${sort}`)}</span>
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {sorts.map((each) => (
          <Menu.RadioItem
            key={each}
            value={each}
            checked={each === sort}
            closeMenuOnClick
            onChange={() => onChange(each)}
          >
            {say(`imbox.sort.${each}`)}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
