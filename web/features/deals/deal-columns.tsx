import { Checkbox } from '@mantine/core'
import { IconMailOpened } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { DealSort } from '#contract/deal-filter'
import type { DealRow } from '#contract/deals'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Counter } from '../../ui/counter.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Person, When } from '../../ui/list-cells.tsx'
import list from '../../ui/list-page.module.css'
import { SortHead } from '../../ui/sort-head.tsx'
import { StageDot } from '../../ui/stage-select.tsx'
import { boardWords } from './board-labels.ts'
import type { DealFilter } from './deal-filter.ts'
import { dealListWords } from './list-labels.ts'
import { useFieldColumns } from '../fields/use-field-columns.tsx'
import { TagChips } from '../tags/tag-chips.tsx'
import { tagWords } from '../tags/labels.ts'
import type { Selection } from './use-selection.ts'

type Options = {
  filter: DealFilter
  onSort: (change: Pick<DealFilter, 'sort' | 'isAscending'>) => void
  selection: Selection
  rows: readonly DealRow[]
}

/** What the list tells of a deal: the columns one has chosen, after those that are always there. */
export function useDealColumns({ filter, onSort, selection, rows }: Options): Column<DealRow>[] {
  const say = useWords(dealListWords)
  const words = useWords(boardWords)
  const format = useFormat()
  const now = useNow()
  const chosen: readonly string[] = useSession().user.preferences.dealColumns
  const sortable = (sort: DealSort, title: string): Pick<Column<DealRow>, 'title' | 'sorted'> => {
    const sorted = filter.sort === sort ? (filter.isAscending ? 'ascending' : 'descending') : undefined
    const head = (
      <SortHead
        title={title}
        hint={words('sort.by', { name: title })}
        sorted={sorted}
        onSort={(isAscending) => onSort({ sort, isAscending })}
      />
    )
    return { title: head, sorted }
  }
  const all: Column<DealRow>[] = [
    {
      key: 'contact',
      title: say('deals.col.contact'),
      width: '18%',
      render: ({ mainContact }) =>
        mainContact ? (
          <AppLink href={`/contacts/${mainContact.id}`} className={list.link} title={mainContact.name}>
            <bdi>{mainContact.name}</bdi>
          </AppLink>
        ) : (
          <span className={list.quiet}>{say('deals.noContact')}</span>
        ),
    },
    { key: 'stage', title: say('deals.stage'), width: '18%', render: (deal) => <Stage deal={deal} /> },
    { key: 'talks', title: say('deals.col.talks'), width: 132, render: (deal) => <Talks deal={deal} /> },
    {
      key: 'responsible',
      title: say('deals.responsible'),
      width: '16%',
      render: ({ responsibleUserId }) => <Person userId={responsibleUserId} />,
    },
    {
      key: 'budget',
      ...sortable('budget', say('deals.col.budget')),
      width: 132,
      isNumber: true,
      render: ({ budget }) => (budget === null ? null : <b className={list.sum}>{format.money(budget)}</b>),
    },
    {
      key: 'created',
      ...sortable('created', words('sort.created')),
      width: 112,
      render: (deal) => <When at={deal.createdAt} />,
    },
    {
      key: 'stageSince',
      ...sortable('stage', words('sort.stage')),
      width: 112,
      render: ({ stageSince }) => (
        <span className={list.time} title={format.exact(stageSince)}>
          {format.duration(Math.max(60_000, now - Date.parse(stageSince)))}
        </span>
      ),
    },
    {
      key: 'updated',
      ...sortable('updated', say('deals.col.updated')),
      width: 112,
      render: (deal) => <When at={deal.updatedAt} />,
    },
    {
      key: 'tags',
      title: useWords(tagWords)('tags.title'),
      width: '16%',
      render: ({ tags }) => <TagChips tags={tags} most={3} />,
    },
  ]
  const own = useFieldColumns('deal', rows, chosen)
  return [
    {
      key: 'select',
      title: (
        <Checkbox
          size="xs"
          aria-label={words('select.all')}
          checked={rows.length > 0 && selection.ids.size === rows.length}
          indeterminate={selection.ids.size > 0 && selection.ids.size < rows.length}
          onChange={selection.toggleAll}
        />
      ),
      width: 56,
      render: ({ id, name }) => (
        <Checkbox
          size="xs"
          aria-label={words('select.row', { name })}
          checked={selection.ids.has(id)}
          onClick={(event) => selection.toggle(id, event.shiftKey)}
          readOnly
        />
      ),
    },
    { key: 'deal', title: say('deals.col.deal'), width: '24%', render: (deal) => <DealLink deal={deal} /> },
    ...all.filter(({ key }) => chosen.includes(key)),
    ...own,
  ]
}

/** A deal in the list of a phone. */
export function DealListCard({ deal }: { deal: DealRow }): ReactElement {
  const say = useWords(dealListWords)
  const format = useFormat()
  const responsible = useColleagueName()(deal.responsibleUserId)
  return (
    <div className={list.card}>
      <div className={list.cardLine}>
        <DealLink deal={deal} />
        <When at={deal.updatedAt} />
      </div>
      <div className={list.cardLine}>
        <span className={list.quiet}>
          {[deal.mainContact?.name ?? say('deals.noContact'), responsible].filter(Boolean).join(' · ')}
        </span>
        <Counter
          count={deal.unreadConversations}
          label={say('deals.unread', { count: deal.unreadConversations })}
        />
      </div>
      <div className={list.cardLine}>
        <Stage deal={deal} />
        {deal.budget === null ? null : <b className={list.sum}>{format.money(deal.budget)}</b>}
      </div>
      <TagChips tags={deal.tags} most={4} />
    </div>
  )
}

function DealLink({ deal }: { deal: DealRow }): ReactElement {
  return (
    <AppLink href={`/deals/${deal.id}`} className={list.name} title={deal.name}>
      <bdi>{deal.name}</bdi>
    </AppLink>
  )
}

function Stage({ deal }: { deal: DealRow }): ReactElement {
  return (
    <span className={list.iconed} title={deal.stage.name}>
      <StageDot stage={deal.stage} />
      <bdi>{deal.stage.name}</bdi>
    </span>
  )
}

function Talks({ deal }: { deal: DealRow }): ReactElement {
  const say = useWords(dealListWords)
  if (deal.unreadConversations > 0) {
    return (
      <span className={list.iconed}>
        <b>{say('deals.unread', { count: deal.unreadConversations })}</b>
      </span>
    )
  }
  if (deal.conversations === 0) return <span className={list.quiet}>{say('deals.noTalks')}</span>
  return (
    <span className={`${list.iconed} ${list.quiet}`}>
      <IconMailOpened size={16} stroke={1.75} aria-hidden="true" />
      {say('deals.allRead')}
    </span>
  )
}
