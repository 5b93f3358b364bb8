import type { ReactElement } from 'react'
import type { ConversationRow } from '#contract/conversations'
import { cardHref } from '../../lib/card-href.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useKindWords } from '../../lib/kind-words.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { Counter } from '../../ui/counter.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { When } from '../../ui/list-cells.tsx'
import list from '../../ui/list-page.module.css'
import { WaitingChip } from '../../ui/waiting-chip.tsx'
import { contactWords } from './labels.ts'

/** What the contact's card tells of a conversation. */
export function useTalkColumns(): Column<ConversationRow>[] {
  const say = useWords(contactWords)
  return [
    {
      key: 'number',
      title: say('contact.talks.col.number'),
      width: 136,
      render: (row) => <TalkLink row={row} />,
    },
    {
      key: 'message',
      title: say('contact.talks.col.message'),
      render: (row) => <LastMessage row={row} />,
    },
    {
      key: 'deal',
      title: say('contact.talks.col.deal'),
      width: '26%',
      render: (row) => <TalkDeal row={row} />,
    },
    {
      key: 'state',
      title: say('contact.talks.col.state'),
      width: 168,
      render: (row) => <TalkState row={row} />,
    },
    {
      key: 'time',
      title: say('contact.talks.col.time'),
      width: 104,
      render: (row) => <When at={row.lastMessageAt} />,
    },
  ]
}

/** A conversation in the list of a phone. */
export function TalkCard({ row }: { row: ConversationRow }): ReactElement {
  return (
    <div className={list.card}>
      <div className={list.cardLine}>
        <TalkLink row={row} />
        <When at={row.lastMessageAt} />
      </div>
      <div className={list.cardLine}>
        <LastMessage row={row} />
      </div>
      <div className={list.cardLine}>
        <TalkDeal row={row} />
        <TalkState row={row} />
      </div>
    </div>
  )
}

function TalkLink({ row }: { row: ConversationRow }): ReactElement {
  const say = useWords()
  return (
    <span className={list.iconed}>
      <ChannelMark kind={row.channel.kind} size={20} />
      <AppLink href={`/imbox/${row.number}`} className={list.name}>
        {say('row.number', { number: row.number })}
      </AppLink>
      <Counter count={row.unread} label={say('row.unread', { count: row.unread })} />
    </span>
  )
}

function LastMessage({ row }: { row: ConversationRow }): ReactElement | null {
  const say = useWords()
  const kindWords = useKindWords()
  const last = row.lastMessage
  if (!last) return null
  const text = last.isDeleted
    ? say('row.deleted')
    : last.unsupported === null
      ? last.text || (last.attachment === null ? '' : say('row.document'))
      : kindWords(last.unsupported, last.text)
  return (
    <span className={list.quiet} title={text}>
      {last.direction === 'out' && last.author.name ? `${last.author.name}: ` : ''}
      <bdi>{text}</bdi>
    </span>
  )
}

function TalkDeal({ row }: { row: ConversationRow }): ReactElement {
  const say = useWords(contactWords)
  const { card } = row
  if (!card) return <span className={list.quiet}>{say('contact.talks.noDeal')}</span>
  return (
    <span className={list.iconed} title={`${card.name}, ${card.stageName}`}>
      <span className={list.dot} style={{ background: `var(--stage-${card.stageColor})` }} />
      <AppLink href={cardHref(card)} className={list.link}>
        <bdi>{card.name}</bdi>
      </AppLink>
    </span>
  )
}

function TalkState({ row }: { row: ConversationRow }): ReactElement {
  const say = useWords(contactWords)
  const format = useFormat()
  if (row.closedAt !== null) {
    return (
      <span className={list.quiet}>{say('contact.talks.isClosed', { date: format.date(row.closedAt) })}</span>
    )
  }
  return (
    <span className={list.iconed}>
      {say('contact.talks.isOpen')}
      {row.waitingSince === null ? null : <WaitingChip since={row.waitingSince} due={row.due} />}
    </span>
  )
}
