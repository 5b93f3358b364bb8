import { ActionIcon, Popover, Tooltip } from '@mantine/core'
import { IconBookmarks } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useWords } from '../../../lib/words.ts'
import { imboxWords } from '../labels.ts'
import type { ImboxFilter } from '../list-filter.ts'
import type { ImboxViews } from './use-imbox-views.ts'
import { ViewRow } from './view-row.tsx'
import classes from './views.module.css'

type Props = { views: ImboxViews; filter: ImboxFilter; onChoose: (filter: ImboxFilter) => void }

/** The kept filters, to be taken at once; each is arranged, renamed and deleted beside its name. */
export function ViewsMenu({ views: all, filter, onChoose }: Props): ReactElement | null {
  const say = useWords(imboxWords)
  const [isOpen, setOpen] = useState(false)
  const { views, error } = all
  if (views?.length === 0) return null
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width="min(320px, calc(100vw - 24px))"
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <Tooltip label={say('views.title')} disabled={isOpen}>
          <ActionIcon
            variant="subtle"
            aria-label={say('views.title')}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <IconBookmarks size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown}>
        <p className={classes.title}>{say('views.title')}</p>
        {error ? <p className={classes.hint}>{`${say('views.error')}. ${errorText(error)}`}</p> : null}
        <ul className={classes.rows}>
          {views?.map((view, index) => (
            <ViewRow
              key={view.id}
              view={view}
              views={all}
              filter={filter}
              isFirst={index === 0}
              isLast={index === views.length - 1}
              onChoose={() => {
                setOpen(false)
                onChoose(view.filter)
              }}
            />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
