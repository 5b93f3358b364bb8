import { Button, Drawer, SegmentedControl, Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconFilter, IconLayoutKanban, IconList, IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useTyped } from '../../lib/use-typed.ts'
import { useWords } from '../../lib/words.ts'
import { Delayed } from '../../ui/delayed.tsx'
import list from '../../ui/list-page.module.css'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TableSkeleton } from '../../ui/skeletons.tsx'
import { TableMenu } from '../imports/table-menu.tsx'
import { boardWords } from './board-labels.ts'
import { ColumnsMenu } from './columns-menu.tsx'
import { countChoices, wishesOf } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'
import { DealsList } from './deals-list.tsx'
import { FilterPanel } from './filter-panel.tsx'
import { dealListWords } from './list-labels.ts'
import { NewDealDialog } from './new-deal-dialog.tsx'
import { useChangeDeals } from './use-change-deals.tsx'
import { useDealFilter } from './use-deal-filter.ts'
import { useDealTotals } from './use-deal-totals.ts'
import { useLiveDeals } from './use-live-deals.ts'
import { usePipelines } from './use-pipelines.ts'
import { useChangePreferences } from './use-preferences.ts'
import classes from './deals-page.module.css'

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

const DealBoard = lazy(async () => ({ default: (await import('./deal-board.tsx')).DealBoard }))

/** All deals one may see: a pipeline as a board, or a list. */
export function DealsPage(): ReactElement {
  const say = useWords(dealListWords)
  const words = useWords(boardWords)
  const { rights, user } = useSession()
  const prefer = useChangePreferences()
  const view = user.preferences.dealsView
  const [chosen, change] = useDealFilter()
  const [typed, setTyped] = useTyped(chosen.search, (search) => change({ search }))
  const [isNew, setNew] = useState(false)
  const [isFiltering, setFiltering] = useState(false)
  const searchField = useRef<HTMLInputElement>(null)
  const table = useRef<LiveTableHandle>(null)
  const isPhone = useMediaQuery('(width < 840px)', undefined, { getInitialValueInEffect: false }) ?? false
  const pipelines = usePipelines()
  const named = pipelines.find(({ id }) => id === chosen.pipelineId)
  const shown = named ?? pipelines.find(({ isMain }) => isMain) ?? pipelines[0]
  const isBoard = view === 'board'
  const filter: DealFilter = isBoard && shown ? { ...chosen, pipelineId: shown.id } : chosen
  const totals = useDealTotals(filter)
  const changing = useChangeDeals()
  useLiveDeals(filter.talks !== null)
  const toggleView = (): void => prefer({ dealsView: isBoard ? 'list' : 'board' })
  useHotkeys(words('board.keys'), [
    { keys: 'f', label: say('deals.key.search'), run: () => searchField.current?.focus() },
    { keys: 'shift+f', label: words('board.key.filter'), run: () => setFiltering((is) => !is) },
    { keys: 'v', label: words('board.key.view'), run: toggleView },
    ...(rights.addsDeals ? [{ keys: 'c', label: say('deals.key.new'), run: () => setNew(true) }] : []),
  ])
  const panel = (
    <FilterPanel
      filter={filter}
      pipeline={named ?? (isBoard || pipelines.length === 1 ? (shown ?? null) : null)}
      onChange={change}
    />
  )
  return (
    <Page
      title={say('nav.deals')}
      subtitle={<Found totals={totals} />}
      width="bare"
      actions={
        rights.addsDeals && (
          <Button leftSection={<IconPlus {...icon} />} onClick={() => setNew(true)}>
            {say('deals.new')}
          </Button>
        )
      }
    >
      <title>{say('nav.deals')}</title>
      <div className={list.fill}>
        <div className={list.tools}>
          {pipelines.length > 1 ? (
            <Select
              className={list.choice ?? ''}
              aria-label={say('deals.pipeline')}
              placeholder={words('board.pipeline.all')}
              clearable={!isBoard}
              allowDeselect={!isBoard}
              data={pipelines.map(({ id, name }) => ({ value: String(id), label: name }))}
              value={filter.pipelineId === null ? null : String(filter.pipelineId)}
              onChange={(value) =>
                change({ pipelineId: value === null ? null : Number(value), stageIds: [] })
              }
            />
          ) : null}
          <SearchField
            className={list.search}
            inputRef={searchField}
            value={typed}
            onChange={setTyped}
            placeholder={say('deals.search')}
            hotkey="f"
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return
              event.preventDefault()
              if (isBoard) document.querySelector<HTMLElement>('a[data-card]')?.focus()
              else table.current?.focus()
            }}
          />
          <FilterButton
            count={countChoices(filter)}
            isOpen={isFiltering}
            onClick={() => setFiltering(!isFiltering)}
          />
          <SegmentedControl
            aria-label={words('board.view')}
            value={view}
            onChange={(value) => prefer({ dealsView: value === 'list' ? 'list' : 'board' })}
            data={[
              {
                value: 'board',
                label: <ViewName icon={<IconLayoutKanban {...icon} />} name={words('board.view.board')} />,
              },
              {
                value: 'list',
                label: <ViewName icon={<IconList {...icon} />} name={words('board.view.list')} />,
              },
            ]}
          />
          {isBoard || isPhone ? null : <ColumnsMenu />}
          <TableMenu kind="deals" wishes={wishesOf(filter)} />
        </div>
        <div className={classes.main}>
          {isFiltering && !isPhone ? <aside className={classes.aside}>{panel}</aside> : null}
          <div className={classes.content}>
            {isBoard && !shown ? (
              <TableSkeleton />
            ) : isBoard && shown ? (
              <Suspense fallback={<Delayed>{null}</Delayed>}>
                <DealBoard
                  filter={filter}
                  pipeline={shown}
                  totals={totals}
                  canAdd={rights.addsDeals}
                  onMove={(deal, stage) => changing.move([deal], { pipeline: shown, stage })}
                />
              </Suspense>
            ) : (
              <DealsList ref={table} filter={filter} onChange={change} onNew={() => setNew(true)} />
            )}
          </div>
        </div>
      </div>
      <Drawer
        opened={isFiltering && isPhone}
        onClose={() => setFiltering(false)}
        title={words('filter.title')}
        closeButtonProps={{ 'aria-label': words('filter.close') }}
        classNames={{ body: classes.drawer ?? '', content: classes.drawerContent ?? '' }}
      >
        {panel}
        <Button className={classes.show ?? ''} onClick={() => setFiltering(false)}>
          {words('filter.show')}
        </Button>
      </Drawer>
      {changing.dialog}
      <NewDealDialog
        isOpen={isNew}
        onClose={() => setNew(false)}
        place={{ pipelineId: filter.pipelineId, stageId: filter.stageIds[0] ?? null }}
      />
    </Page>
  )
}

function Found({ totals }: { totals: ReturnType<typeof useDealTotals> }): ReactElement {
  const say = useWords(boardWords)
  const format = useFormat()
  if (!totals) return <> </>
  const count = totals.reduce((sum, each) => sum + each.count, 0)
  const budget = totals.reduce((sum, each) => sum + each.budget, 0)
  return <>{say('board.totals', { count, sum: format.money(budget) })}</>
}

function FilterButton(props: { count: number; isOpen: boolean; onClick: () => void }): ReactElement {
  const say = useWords(dealListWords)
  const { count, isOpen, onClick } = props
  return (
    <Button
      variant={count > 0 ? 'light' : 'default'}
      leftSection={<IconFilter {...icon} />}
      aria-expanded={isOpen}
      onClick={onClick}
    >
      {count > 0 ? say('deals.filter.count', { count }) : say('deals.filter')}
    </Button>
  )
}

function ViewName({ icon: sign, name }: { icon: ReactElement; name: string }): ReactElement {
  return (
    <span className={classes.viewName}>
      {sign}
      {name}
    </span>
  )
}
