import { ActionIcon, Popover, TextInput, Tooltip } from '@mantine/core'
import { IconCalendarEvent, IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useNow } from '../../lib/use-now.ts'
import { instantOfWall, wallTime } from '../../lib/wall-time.ts'
import { useWords } from '../../lib/words.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { FeedFilter } from './feed-filter.tsx'
import { cardWords } from './labels.ts'
import type { FeedViewing } from './use-feed-view.ts'
import classes from './card.module.css'

type FeedHeadProps = {
  name: string
  view: FeedViewing
  /** What else can be begun from here. */
  tools: ReactNode
}

/** Above the feed: what it is, a search inside, a jump to a day, the filter. */
export function FeedHead({ name, view, tools }: FeedHeadProps): ReactElement {
  const say = useWords(cardWords)
  const [isSearching, setSearching] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useHotkeys(say('card.feed'), [{ keys: 'f', label: say('card.feed.search'), run: () => setSearching(true) }])
  useEffect(() => {
    if (isSearching) field.current?.focus()
  }, [isSearching])
  const isOpen = isSearching || view.typed !== ''
  return (
    <header className={classes.feedHead}>
      {isOpen ? (
        <SearchField
          inputRef={field}
          className={classes.feedSearch}
          value={view.typed}
          onChange={view.type}
          placeholder={say('card.feed.search')}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setSearching(false)
          }}
        />
      ) : (
        <h2 className={classes.feedTitle}>
          <span className={classes.onWide}>{say('card.feed')}</span>
          <bdi className={classes.onPhone}>{name}</bdi>
        </h2>
      )}
      <div className={classes.feedTools}>
        {tools}
        {!isOpen && (
          <Tooltip label={`${say('card.feed.search')} · F`}>
            <ActionIcon size={36} aria-label={say('card.feed.search')} onClick={() => setSearching(true)}>
              <IconSearch size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        )}
        <DayJump since={view.since} onJump={view.jumpTo} />
        <FeedFilter hidden={view.hidden} onHide={view.hide} />
      </div>
    </header>
  )
}

/** A day of the user's calendar to look at. */
function DayJump({
  since,
  onJump,
}: {
  since: string | null
  onJump: (since: string | null) => void
}): ReactElement {
  const say = useWords(cardWords)
  const { timeZone } = useSession().user
  const [isOpen, setOpen] = useState(false)
  const today = wallTime(new Date(useNow()), timeZone).slice(0, 10)
  const jump = (day: string): void => {
    const instant = day === '' ? null : instantOfWall(`${day}T00:00`, timeZone)
    // While a year is being typed it is one of the first centuries.
    if (instant && day >= '2000-01-01' && day <= today) onJump(instant.toISOString())
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={say('card.feed.jump')} disabled={isOpen}>
          <ActionIcon
            size={36}
            variant={since === null ? 'subtle' : 'light'}
            aria-label={say('card.feed.jump')}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <IconCalendarEvent size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          type="date"
          label={say('card.feed.jump.day')}
          max={today}
          defaultValue={since === null ? '' : wallTime(new Date(since), timeZone).slice(0, 10)}
          onChange={(event) => jump(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') setOpen(false)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
