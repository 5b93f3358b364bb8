import type { ReactElement, Ref } from 'react'
import { presets } from '#contract/conversation-filter'
import type { Counts } from '#contract/conversations'
import { useWords } from '../../lib/words.ts'
import { Chip } from '../../ui/chip.tsx'
import { PresetTabs } from '../../ui/preset-tabs.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { imboxWords } from './labels.ts'
import { FilterButton, SortMenu } from './list-filter.tsx'
import type { Choice } from './use-list-filter.ts'
import classes from './imbox.module.css'

type ListHeadProps = {
  searchRef: Ref<HTMLInputElement>
  search: string
  onSearch: (search: string) => void
  choice: Choice
  onChoice: (change: Partial<Choice>) => void
  isFilterOpen: boolean
  onFilter: (isOpen: boolean) => void
  counts: Counts | undefined
  /** Down from the search into the list. */
  onLeave: () => void
}

/** Over the list: search, filter, presets with their exact counts, order. */
export function ListHead(props: ListHeadProps): ReactElement {
  const { search, onSearch, choice, onChoice, counts } = props
  const say = useWords(imboxWords)
  const found = foundCount(choice, search, counts)
  return (
    <div className={classes.head}>
      <div className={classes.searchLine}>
        <SearchField
          className={classes.search}
          inputRef={props.searchRef}
          value={search}
          onChange={onSearch}
          placeholder={say('imbox.search')}
          hotkey="f"
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
            event.preventDefault()
            props.onLeave()
          }}
        />
        <FilterButton
          choice={choice}
          isOpen={props.isFilterOpen}
          onOpen={props.onFilter}
          onChange={onChoice}
        />
      </div>
      <PresetTabs
        label={say('imbox.list')}
        tabs={presets.map((preset) => ({
          value: preset,
          label: say(`imbox.preset.${preset}`),
          count: counts?.[preset],
        }))}
        value={choice.preset}
        onChange={(preset) => onChoice({ preset })}
      />
      <div className={classes.order}>
        <SortMenu sort={choice.sort} onChange={(sort) => onChoice({ sort })} />
        {choice.read === 'any' ? null : (
          <button type="button" className={classes.chip} onClick={() => onChoice({ read: 'any' })}>
            <Chip tone="accent" label={`${say('imbox.f.reset')}: ${say(`imbox.f.read.${choice.read}`)}`}>
              {say(`imbox.f.read.${choice.read}`)} ×
            </Chip>
          </button>
        )}
        {found !== null && <span className={classes.found}>{say('imbox.found', { count: found })}</span>}
      </div>
    </div>
  )
}

/** How many there are, where a counter says it exactly; null where nobody counts. */
function foundCount(choice: Choice, search: string, counts: Counts | undefined): number | null {
  if (!counts || search !== '') return null
  const preset = choice.sort === 'waiting' && choice.preset === 'open' ? 'unanswered' : choice.preset
  if (choice.read === 'any' && !(choice.sort === 'waiting' && preset === 'mine')) return counts[preset]
  return choice.read === 'unread' && choice.preset === 'open' && choice.sort === 'recent'
    ? counts.unread
    : null
}
