import type { ReactElement } from 'react'
import type { ConversationRow } from '#contract/conversations'
import { cardHref } from '../../../lib/card-href.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useNow } from '../../../lib/use-now.ts'
import { useWords } from '../../../lib/words.ts'
import { AppLink } from '../../../ui/app-link.tsx'
import { ChannelMark } from '../../../ui/channel-mark.tsx'
import type { Column } from '../../../ui/data-table.tsx'
import { Person } from '../../../ui/list-cells.tsx'
import list from '../../../ui/list-page.module.css'
import { WaitingChip } from '../../../ui/waiting-chip.tsx'
import { waitingWords } from './labels.ts'

type Cell = { row: ConversationRow }

export function useWaitingColumns(): Column<ConversationRow>[] {
  const say = useWords(waitingWords)
  return [
    { key: 'client', title: say('wt.col.client'), render: (row) => <Client row={row} /> },
    { key: 'since', title: say('wt.col.since'), width: 112, render: (row) => <Since row={row} /> },
    { key: 'due', title: say('wt.col.due'), width: 128, render: (row) => <Due row={row} /> },
    {
      key: 'responsible',
      title: say('wt.col.responsible'),
      width: 208,
      render: (row) => <Person userId={row.responsibleUserId} />,
    },
    { key: 'card', title: say('wt.col.card'), width: '26%', render: (row) => <Card row={row} /> },
    { key: 'talk', title: say('wt.col.talk'), width: 96, render: (row) => <Talk row={row} /> },
  ]
}

/** A client in the list of a phone. */
export function WaitingCard({ row }: Cell): ReactElement {
  return (
    <div className={list.card}>
      <div className={list.cardLine}>
        <Client row={row} />
        <Since row={row} />
      </div>
      <div className={list.cardLine}>
        <Person userId={row.responsibleUserId} />
        <Due row={row} />
      </div>
    </div>
  )
}

function Client({ row }: Cell): ReactElement {
  return (
    <span className={list.iconed}>
      <ChannelMark kind={row.channel.kind} size={20} />
      <AppLink href={`/imbox/${row.number}`} className={list.name}>
        <bdi>{row.contact.name}</bdi>
      </AppLink>
    </span>
  )
}

function Since({ row }: Cell): ReactElement | null {
  const format = useFormat()
  const now = useNow()
  if (row.waitingSince === null) return null
  return (
    <time className={list.time} dateTime={row.waitingSince} title={format.exact(row.waitingSince)}>
      {format.duration(Math.max(0, now - Date.parse(row.waitingSince)))}
    </time>
  )
}

function Due({ row }: Cell): ReactElement {
  const say = useWords(waitingWords)
  if (row.waitingSince === null || !row.due) return <span className={list.quiet}>{say('wt.noLimit')}</span>
  return <WaitingChip since={row.waitingSince} due={row.due} />
}

function Card({ row: { card } }: Cell): ReactElement {
  const say = useWords(waitingWords)
  if (!card) return <span className={list.quiet}>{say('wt.noCard')}</span>
  return (
    <span className={list.iconed} title={`${card.name}, ${card.stageName}`}>
      <span className={list.dot} style={{ background: `var(--stage-${card.stageColor})` }} />
      <AppLink href={cardHref(card)} className={list.link}>
        <bdi>{card.name}</bdi>
      </AppLink>
    </span>
  )
}

function Talk({ row }: Cell): ReactElement {
  const say = useWords()
  return <span className={list.quiet}>{say('row.number', { number: row.number })}</span>
}
