import {
  IconBriefcase,
  IconBuilding,
  IconFile,
  IconHeartHandshake,
  IconLock,
  IconMessage,
  IconNote,
  IconUser,
} from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import type { Actor } from '#contract/common'
import type { InternalHit, MessageHit, NoteHit, SearchHit, ThingHit } from '#contract/search'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { ExcerptText } from './excerpt-text.tsx'
import { hitHref } from './hit-href.ts'
import { searchWords } from './labels.ts'
import classes from './search.module.css'

type Props = { hit: SearchHit; onOpen: () => void }

/** Something that was found: where it stands, who wrote it and when, and the words around what was looked for. */
export function HitLine({ hit, onOpen }: Props): ReactElement {
  return (
    <AppLink href={hitHref(hit)} onClick={onOpen} className={classes.hit} data-hit="">
      <Line hit={hit} />
    </AppLink>
  )
}

function Line({ hit }: { hit: SearchHit }): ReactElement {
  switch (hit.kind) {
    case 'message':
      return <MessageLine hit={hit} />
    case 'note':
      return <NoteLine hit={hit} />
    case 'internal':
      return <InternalLine hit={hit} />
    default:
      return <ThingLine hit={hit} />
  }
}

type RowProps = {
  icon: ReactNode
  title: ReactNode
  more: ReactNode
  at: string | null
  children?: ReactNode
}

function Row({ icon, title, more, at, children }: RowProps): ReactElement {
  const format = useFormat()
  return (
    <>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={classes.words}>
        <span className={classes.head}>
          <span className={classes.title}>{title}</span>
          <span className={classes.more}>{more}</span>
          {at !== null && (
            <time className={classes.time} dateTime={at} title={format.exact(at)}>
              {format.time(at)}
            </time>
          )}
        </span>
        {children}
      </span>
    </>
  )
}

function MessageLine({ hit }: { hit: MessageHit }): ReactElement {
  const say = useWords(searchWords)
  const format = useFormat()
  const nameOf = useAuthorName()
  const place = [hit.number === null ? null : say('srch.t.conversation', { id: hit.number }), hit.card?.name]
  return (
    <Row
      icon={<ChannelMark kind={hit.channel.kind} size={20} />}
      title={<bdi>{hit.contact.name}</bdi>}
      more={<bdi>{[...place, hit.channel.name].filter(Boolean).join(' · ')}</bdi>}
      at={hit.at}
    >
      <span className={classes.excerpt}>
        {hit.author.kind !== 'client' && <span className={classes.author}>{nameOf(hit.author)}: </span>}
        {hit.excerpt.length > 0 ? (
          <ExcerptText excerpt={hit.excerpt} />
        ) : hit.files.length === 0 ? (
          <span className={classes.more}>{say('srch.noText')}</span>
        ) : null}
      </span>
      {hit.files.map((file) => (
        <span key={`${file.url} ${file.name.map(({ text }) => text).join('')}`} className={classes.file}>
          <IconFile size={16} stroke={1.75} aria-hidden="true" />
          <ExcerptText excerpt={file.name} />
          {file.sizeBytes !== null && <span className={classes.more}>{format.size(file.sizeBytes)}</span>}
        </span>
      ))}
    </Row>
  )
}

function NoteLine({ hit }: { hit: NoteHit }): ReactElement {
  const say = useWords(searchWords)
  const nameOf = useAuthorName()
  return (
    <Row
      icon={<IconNote size={20} stroke={1.75} />}
      title={<bdi>{hit.holderName}</bdi>}
      more={say('srch.note')}
      at={hit.at}
    >
      <span className={classes.excerpt}>
        <span className={classes.author}>{nameOf(hit.author)}: </span>
        <ExcerptText excerpt={hit.excerpt} />
      </span>
    </Row>
  )
}

function InternalLine({ hit }: { hit: InternalHit }): ReactElement {
  const say = useWords(searchWords)
  const nameOf = useAuthorName()
  return (
    <Row
      icon={<IconLock size={20} stroke={1.75} />}
      title={<bdi>{hit.chatName}</bdi>}
      more={say('srch.team')}
      at={hit.at}
    >
      <span className={classes.excerpt}>
        <span className={classes.author}>{nameOf(hit.author)}: </span>
        <ExcerptText excerpt={hit.excerpt} />
      </span>
    </Row>
  )
}

const icons: Record<ThingHit['kind'], typeof IconUser> = {
  conversation: IconMessage,
  contact: IconUser,
  deal: IconBriefcase,
  customer: IconHeartHandshake,
  company: IconBuilding,
}

function ThingLine({ hit }: { hit: ThingHit }): ReactElement {
  const say = useWords(searchWords)
  const Icon = icons[hit.kind]
  const kind =
    hit.kind === 'conversation' ? say('srch.t.conversation', { id: hit.id }) : say(`srch.t.${hit.kind}`)
  const detail = hit.kind === 'conversation' ? null : hit.detail
  return (
    <Row
      icon={<Icon size={20} stroke={1.75} />}
      title={<ExcerptText excerpt={hit.name} />}
      more={<bdi>{[kind, detail].filter(Boolean).join(' · ')}</bdi>}
      at={null}
    />
  )
}

function useAuthorName(): (author: Actor) => string {
  const say = useWords(searchWords)
  const { user } = useSession()
  return ({ kind, id, name }) =>
    kind === 'user' && id === user.id ? say('srch.you') : (name ?? say('srch.system'))
}
