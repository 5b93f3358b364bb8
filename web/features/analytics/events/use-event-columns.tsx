import { IconBolt, IconMessageCircle, IconRobot, IconSettings, IconUser } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import type { ActorKind } from '#contract/common'
import type { EventRow } from '#contract/event-list'
import { authorWords, eventWords, objectWords } from '#contract/event-words'
import { cardHref } from '../../../lib/card-href.ts'
import { useSession } from '../../../lib/session.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { AppLink } from '../../../ui/app-link.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { ChannelMark } from '../../../ui/channel-mark.tsx'
import type { Column } from '../../../ui/data-table.tsx'
import list from '../../../ui/list-page.module.css'
import classes from './events.module.css'
import { eventWordsOfPage } from './labels.ts'
import { placeOf } from './place-of.ts'

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
const actorIcons: Partial<Record<ActorKind, ReactNode>> = {
  bot: <IconRobot {...icon} />,
  system: <IconSettings {...icon} />,
  api: <IconBolt {...icon} />,
  outside: <IconMessageCircle {...icon} />,
  client: <IconUser {...icon} />,
}

export function useEventColumns(): Column<EventRow>[] {
  const say = useWords(eventWordsOfPage)
  const language = useLanguage()
  return [
    { key: 'at', title: say('events.col.at'), width: 152, render: (row) => <At at={row.at} /> },
    { key: 'author', title: say('events.col.author'), width: '13%', render: (row) => <Author row={row} /> },
    {
      key: 'event',
      title: say('events.col.event'),
      width: '16%',
      render: ({ type }) => <span title={eventWords[type][language]}>{eventWords[type][language]}</span>,
    },
    { key: 'object', title: say('events.col.object'), width: '19%', render: (row) => <Thing row={row} /> },
    {
      key: 'before',
      title: say('events.col.before'),
      width: '10%',
      render: (row) => <Told row={row} side="before" />,
    },
    {
      key: 'after',
      title: say('events.col.after'),
      width: '14%',
      render: (row) => <Told row={row} side="after" />,
    },
    {
      key: 'way',
      title: say('events.col.way'),
      width: '13%',
      render: ({ way }) => (
        <span className={list.quiet} title={way}>
          {way}
        </span>
      ),
    },
    { key: 'card', title: say('events.col.card'), width: '15%', render: (row) => <Card row={row} /> },
  ]
}

/** An event as a phone shows it. */
export function EventCard({ row }: { row: EventRow }): ReactElement {
  const language = useLanguage()
  return (
    <div className={list.card}>
      <div className={list.cardLine}>
        <strong className={classes.cardTitle}>{eventWords[row.type][language]}</strong>
        <At at={row.at} />
      </div>
      <Thing row={row} />
      {row.changes.length > 0 && (
        <div className={classes.cardChange}>
          {row.changes.map(({ what, before, after }) => (
            <bdi key={what}>
              {what}: {[before, after].filter((value) => value !== null).join(' → ')}
            </bdi>
          ))}
        </div>
      )}
      <div className={list.cardLine}>
        <Author row={row} />
        <span className={list.quiet}>{row.way}</span>
      </div>
    </div>
  )
}

function At({ at }: { at: string }): ReactElement {
  const format = useFormat()
  const seconds = new Date(at).getUTCSeconds()
  return (
    <time className={list.time} dateTime={at} title={format.exact(at)}>
      {format.dateTime(at)}
      <span className={classes.seconds}>:{String(seconds).padStart(2, '0')}</span>
    </time>
  )
}

function Author({ row: { actor } }: { row: EventRow }): ReactElement {
  const say = useWords(eventWordsOfPage)
  const language = useLanguage()
  const name = actor.name ?? authorWords[language][actor.kind]
  const text = actor.kind === 'api' && actor.name !== null ? say('events.through.api', { name }) : name
  return (
    <span className={list.iconed} title={text}>
      {actor.kind === 'user' ? (
        <Avatar name={name} seed={actor.id ?? ''} size={20} />
      ) : (
        <span className={classes.icon}>{actorIcons[actor.kind]}</span>
      )}
      <bdi>{text}</bdi>
    </span>
  )
}

/** What it is about, and the way there. */
function Thing({ row }: { row: EventRow }): ReactElement {
  const say = useWords(eventWordsOfPage)
  const language = useLanguage()
  const { rights } = useSession()
  const { subject, number, channel, contact } = row
  const isTalk = number !== null && (subject.kind === 'conversation' || subject.kind === 'chat')
  const kind = objectWords[language][subject.kind] ?? ''
  const text = isTalk ? say('row.number', { number }) : (subject.name ?? row.card?.name ?? kind)
  const href = placeOf(row, rights.settings)
  const isGone = !isTalk && subject.name === null && href === null
  return (
    <span className={list.iconed} title={`${kind}: ${isTalk ? (contact?.name ?? text) : text}`}>
      {isTalk && channel && <ChannelMark kind={channel.kind} size={18} />}
      {href === null ? (
        <bdi className={isGone ? list.quiet : undefined}>
          {isGone ? `${kind} ${subject.id.slice(0, 12)}: ${say('events.gone')}` : text}
        </bdi>
      ) : (
        <AppLink href={href} className={classes.link}>
          <bdi>{text}</bdi>
        </AppLink>
      )}
      {isTalk && contact?.name != null && <bdi>{contact.name}</bdi>}
      {!isTalk && href !== null && text !== kind && <span className={list.quiet}>{kind.toLowerCase()}</span>}
    </span>
  )
}

/** Events whose name says what changed; of any other a value alone would leave one guessing. */
const saysWhat = /\.(moved|reassigned|tagged|handed_over)$/

function Told({ row, side }: { row: EventRow; side: 'before' | 'after' }): ReactElement | null {
  const told = row.changes.flatMap(({ what, [side]: value }) => (value === null ? [] : [{ what, value }]))
  if (told.length === 0) return null
  const isPlain = row.changes.length === 1 && saysWhat.test(row.type)
  const whole = told.map(({ what, value }) => `${what}: ${value}`).join('\n')
  return (
    <bdi title={whole}>
      {told.map(({ what, value }) => (isPlain ? value : `${what}: ${value}`)).join('; ')}
    </bdi>
  )
}

function Card({ row: { card } }: { row: EventRow }): ReactElement | null {
  if (!card?.name) return null
  return (
    <AppLink href={cardHref(card)} className={list.link} title={[card.name, card.stage].join(' · ')}>
      <bdi>{card.name}</bdi>
      {card.stage !== null && <span className={list.quiet}> · {card.stage}</span>}
    </AppLink>
  )
}
