import { ActionIcon, Popover } from '@mantine/core'
import { IconHelpCircle } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { searchWords } from './labels.ts'
import classes from './search.module.css'

const conditions = ['exact', 'phone', 'from', 'channel', 'after', 'before', 'has'] as const

/** How to ask, each way with an example that can be taken over. */
export function SearchHelp({ onExample }: { onExample: (text: string) => void }): ReactElement {
  const say = useWords(searchWords)
  return (
    <div className={classes.help}>
      <p className={classes.helpWords}>{say('srch.help.words')}</p>
      <dl className={classes.examples}>
        {conditions.map((each) => (
          <div key={each} className={classes.example}>
            <dt>
              <button
                type="button"
                className={classes.sample}
                onClick={() => onExample(say(`srch.help.${each}.q`))}
              >
                {say(`srch.help.${each}.q`)}
              </button>
            </dt>
            <dd>{say(`srch.help.${each}`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** The same behind a button, when the page is full of results. */
export function SearchHelpButton({ onExample }: { onExample: (text: string) => void }): ReactElement {
  const say = useWords(searchWords)
  return (
    <Popover width={360} position="bottom-end" trapFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={say('srch.help')}>
          <IconHelpCircle size={20} stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('srch.help')}>
        <SearchHelp onExample={onExample} />
      </Popover.Dropdown>
    </Popover>
  )
}
