import { IconMailOpened } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { DealRow } from '#contract/deals'
import { useColleagueName } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Counter } from '../../ui/counter.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Person, When } from '../../ui/list-cells.tsx'
import list from '../../ui/list-page.module.css'
import { StageDot } from '../../ui/stage-select.tsx'
import { dealListWords } from './list-labels.ts'

/** What the list tells of a deal. */
export function useDealColumns(): Column<DealRow>[] {
  const say = useWords(dealListWords)
  const format = useFormat()
  return [
    { key: 'deal', title: say('deals.col.deal'), width: '24%', render: (deal) => <DealLink deal={deal} /> },
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
      title: say('deals.col.budget'),
      width: 132,
      isNumber: true,
      render: ({ budget }) => (budget === null ? null : <b className={list.sum}>{format.money(budget)}</b>),
    },
    {
      key: 'updated',
      title: say('deals.col.updated'),
      width: 112,
      render: (deal) => <When at={deal.updatedAt} />,
    },
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
