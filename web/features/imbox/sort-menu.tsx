import { Menu } from '@mantine/core'
import { IconArrowsSort, IconChevronDown } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { conversationSorts } from '#contract/conversation-filter'
import type { ConversationSort } from '#contract/conversation-filter'
import { useWords } from '../../lib/words.ts'
import { imboxWords } from './labels.ts'
import classes from './imbox.module.css'

type SortMenuProps = { sort: ConversationSort; onChange: (sort: ConversationSort) => void }

/** In which order the list stands. */
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
        {conversationSorts.map((each) => (
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
