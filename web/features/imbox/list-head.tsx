import type { ReactElement, Ref } from 'react'
import { presets } from '#contract/conversation-filter'
import type { Counts } from '#contract/conversations'
import { useTyped } from '../../lib/use-typed.ts'
import { useWords } from '../../lib/words.ts'
import { PresetTabs } from '../../ui/preset-tabs.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { WriteNew } from '../writing/write-new.tsx'
import { FilterButton } from './filter/filter-button.tsx'
import { FilterChips } from './filter/filter-chips.tsx'
import { imboxWords } from './labels.ts'
import { noChoices } from './list-filter.ts'
import type { ImboxFilter } from './list-filter.ts'
import { SortMenu } from './sort-menu.tsx'
import { useFound } from './use-found.ts'
import type { ImboxViews } from './views/use-imbox-views.ts'
import { ViewsMenu } from './views/views-menu.tsx'
import classes from './imbox.module.css'

type ListHeadProps = {
  searchRef: Ref<HTMLInputElement>
  filter: ImboxFilter
  onFilter: (change: Partial<ImboxFilter>) => void
  isFilterOpen: boolean
  onFilterOpen: (isOpen: boolean) => void
  views: ImboxViews
  counts: Counts | undefined
  /** Down from the search into the list. */
  onLeave: () => void
  /** Opens a conversation. */
  onNumber: (number: number) => void
}

/** Over the list: search, filter, kept views, presets with their exact counts, what narrows the list, its order. */
export function ListHead(props: ListHeadProps): ReactElement {
  const { filter, onFilter, counts } = props
  const say = useWords(imboxWords)
  const found = useFound(filter, counts)
  const [typed, setTyped] = useTyped(filter.search ?? '', (search) =>
    onFilter({ search: search || undefined }),
  )
  return (
    <div className={classes.head}>
      <div className={classes.searchLine}>
        <SearchField
          className={classes.search}
          inputRef={props.searchRef}
          value={typed}
          onChange={setTyped}
          placeholder={say('imbox.search')}
          hotkey="f"
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
            event.preventDefault()
            props.onLeave()
          }}
        />
        <FilterButton
          filter={filter}
          isOpen={props.isFilterOpen}
          onOpen={props.onFilterOpen}
          onChange={onFilter}
        />
        <ViewsMenu
          views={props.views}
          filter={filter}
          onChoose={(view) => onFilter({ ...noChoices, search: undefined, ...view })}
        />
        <WriteNew title={say('imbox.list')} onNumber={props.onNumber} />
      </div>
      <PresetTabs
        label={say('imbox.list')}
        tabs={presets.map((preset) => ({
          value: preset,
          label: say(`imbox.preset.${preset}`),
          count: counts?.[preset],
          ...(preset === 'starred' || preset === 'subscribed' ? { hint: say('imbox.preset.marked') } : {}),
        }))}
        // Closed ones are none of those that the tab of open ones counts.
        value={
          filter.preset === 'open' && filter.state !== undefined && filter.state !== 'open'
            ? null
            : filter.preset
        }
        onChange={(preset) => onFilter({ preset, ...(preset === 'open' && { state: undefined }) })}
      />
      <FilterChips filter={filter} onChange={onFilter} />
      <div className={classes.order}>
        <SortMenu sort={filter.sort} onChange={(sort) => onFilter({ sort })} />
        {found !== null && (
          <span className={classes.found}>
            {say(found.isMore ? 'imbox.found.more' : 'imbox.found', { count: found.count })}
          </span>
        )}
      </div>
    </div>
  )
}
