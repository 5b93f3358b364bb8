import {
  IconFile,
  IconMicrophone,
  IconMusic,
  IconPhoto,
  IconRobot,
  IconStarFilled,
  IconVideo,
} from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import type { ConversationRow as Row } from '#contract/conversations'
import type { AttachmentKind } from '#contract/messages'
import { useFormat } from '../lib/use-format.ts'
import { useNow } from '../lib/use-now.ts'
import { useKindWords } from '../lib/kind-words.ts'
import { useWords } from '../lib/words.ts'
import { AppLink } from './app-link.tsx'
import { Avatar } from './avatar.tsx'
import { Chip } from './chip.tsx'
import classes from './conversation-row.module.css'
import { Counter } from './counter.tsx'
import { StatusMark } from './status-mark.tsx'
import { WaitingChip } from './waiting-chip.tsx'

type Props = {
  row: Row
  href: string
  /** The id of the element, for `aria-activedescendant` of the list. */
  id?: string
  /** It is the one shown in the chat. */
  isCurrent?: boolean
  /** The keyboard is on it. */
  isActive?: boolean
  /** Of a list in which rows are selected: whether it is. Left out: the one in the chat is. */
  isSelected?: boolean | undefined
  /** Instead of the last message. */
  note?: ReactNode
  /** Beside the name. */
  aside?: ReactNode
  /** Whose messages are told as "You:". */
  userId: number
  /** Instead of how long the client waits. */
  chip?: ReactNode
  onOpen?: () => void
}

/** One conversation in a list with role `listbox`. */
export function ConversationRow(props: Props): ReactElement {
  const { row, href, id, isCurrent = false, isActive = false, userId, chip, onOpen } = props
  const say = useWords()
  const format = useFormat()
  const now = useNow()
  const isUnread = !row.isRead || row.unread > 0
  return (
    <AppLink
      href={href}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={props.isSelected ?? isCurrent}
      aria-current={isCurrent || undefined}
      data-current={isCurrent}
      data-active={isActive}
      className={isUnread ? `${classes.row} ${classes.unread}` : classes.row}
      {...(onOpen ? { onClick: onOpen } : {})}
    >
      <span className={classes.face}>
        <Avatar
          name={row.contact.name}
          seed={row.contact.id}
          picture={row.contact.avatarUrl}
          channel={row.channel.kind}
        />
      </span>
      <span className={classes.words}>
        <span className={classes.line}>
          <bdi className={classes.name}>{row.contact.name}</bdi>
          {row.isStarred ? (
            <IconStarFilled size={14} className={classes.star} aria-label={say('row.star')} />
          ) : null}
          {props.aside}
          <time className={classes.time} dateTime={row.lastMessageAt} title={format.exact(row.lastMessageAt)}>
            {format.short(row.lastMessageAt, now)}
          </time>
        </span>
        <span className={classes.line}>
          {props.note ? (
            <span className={classes.note}>{props.note}</span>
          ) : (
            <Preview row={row} userId={userId} />
          )}
          <Counter count={row.unread} label={say('row.unread', { count: row.unread })} />
        </span>
        <span className={classes.line}>
          <Place row={row} />
          {chip ?? <RowChip row={row} />}
        </span>
      </span>
    </AppLink>
  )
}

function Place({ row }: { row: Row }): ReactElement {
  const say = useWords()
  return (
    <span className={classes.place}>
      {row.card ? (
        <>
          <span className={classes.dot} style={{ background: `var(--stage-${row.card.stageColor})` }} />
          <bdi className={classes.stage}>
            {row.card.pipelineName} / {row.card.stageName}
          </bdi>
        </>
      ) : null}
      <span className={classes.number}>{say('row.number', { number: row.number })}</span>
    </span>
  )
}

function RowChip({ row }: { row: Row }): ReactNode {
  const say = useWords()
  const state = row.lastMessage?.state
  if (state === 'failed') return <Chip tone="danger">{say('row.failed')}</Chip>
  if (state === 'uncertain') return <Chip tone="warn">{say('row.uncertain')}</Chip>
  if (row.waitingSince) return <WaitingChip since={row.waitingSince} due={row.due} />
  return row.closedAt ? <Chip>{say('row.closed')}</Chip> : null
}

const icons: Record<AttachmentKind, typeof IconPhoto> = {
  photo: IconPhoto,
  animation: IconPhoto,
  video: IconVideo,
  video_note: IconVideo,
  voice: IconMicrophone,
  audio: IconMusic,
  document: IconFile,
}

function isAttachmentKind(kind: string | null): kind is AttachmentKind {
  return kind !== null && Object.hasOwn(icons, kind)
}

function Preview({ row, userId }: { row: Row; userId: number }): ReactNode {
  const say = useWords()
  const kindWords = useKindWords()
  const last = row.lastMessage
  if (!last) return <span className={classes.preview} />
  const kind = isAttachmentKind(last.attachment) ? last.attachment : null
  const Icon = kind ? icons[kind] : null
  const isBot = last.author.kind === 'bot'
  const isAutomatic = isBot || last.author.kind === 'system'
  const isMine = last.author.kind === 'user' && last.author.id === userId
  const text = last.isDeleted
    ? say('row.deleted')
    : last.unsupported
      ? kindWords(last.unsupported, last.text)
      : last.text || (kind ? say(`row.${kind}`) : '')
  return (
    <>
      {last.state && last.state !== 'queued' ? <StatusMark state={last.state} /> : null}
      {isAutomatic ? (
        <IconRobot
          size={16}
          stroke={1.75}
          className={classes.icon}
          aria-label={say(isBot ? 'row.bot' : 'row.auto')}
        />
      ) : null}
      {Icon ? <Icon size={16} stroke={1.75} className={classes.icon} aria-hidden="true" /> : null}
      <span className={classes.preview}>
        {isMine ? <span className={classes.mine}>{say('row.you')} </span> : null}
        {last.direction === 'out' && !isMine && !isBot && last.author.name ? (
          <span className={classes.mine}>
            <bdi>{last.author.name}</bdi>:{' '}
          </span>
        ) : null}
        <bdi>{text}</bdi>
      </span>
    </>
  )
}
