import { IconLock, IconRobot } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import type { DeliveryState, TextEntity } from '#contract/messages'
import { useFormat } from '../lib/use-format.ts'
import { useWords } from '../lib/words.ts'
import classes from './bubble.module.css'
import { RichText } from './rich-text.tsx'
import { StatusMark } from './status-mark.tsx'

export type BubbleWay = 'in' | 'out' | 'bot' | 'internal'

export type BubbleReply = { authorName: string | null; text: string; onOpen?: () => void }

type Props = {
  way: BubbleWay
  /** Who wrote it; left out for all but the first of a run. For the team the "only your team" sign is added. */
  author?: ReactNode
  /** Beside an incoming message, usually at the last of a run. */
  avatar?: ReactNode
  text?: string
  entities?: readonly TextEntity[]
  /** Pictures, voice, files: above the text. */
  media?: ReactNode
  reply?: BubbleReply | null
  at: string
  state?: DeliveryState | null
  isEdited?: boolean
  /** It is no longer there for the client: struck, and said so. */
  isDeleted?: boolean
  /** Under the text, inside the bubble: reactions. */
  below?: ReactNode
  /** Before the time: "late", "forwarded". */
  mark?: ReactNode
  /** Follows another message of the same author. */
  isJoined?: boolean
  /** Buttons that appear under the pointer and with focus. */
  actions?: ReactNode
  /** Below the bubble: why it failed and what to do, that a link was followed. */
  footer?: ReactNode
}

/** One message. Give it a key and put it into an element with role `log` or `feed`. */
export function Bubble(props: Props): ReactElement {
  const { way, author, avatar, text, entities, media, reply, actions, footer, isJoined = false } = props
  return (
    <div
      className={classes.row}
      data-way={way}
      data-joined={isJoined}
      data-failed={props.state === 'failed'}
      data-deleted={props.isDeleted || undefined}
    >
      {author || way === 'internal' ? <Author way={way}>{author}</Author> : null}
      <div className={classes.line}>
        {avatar ? <div className={classes.avatar}>{avatar}</div> : null}
        <div className={classes.bubble}>
          {reply ? <Quote reply={reply} /> : null}
          {media ? <div className={classes.media}>{media}</div> : null}
          <div className={classes.body}>
            {text ? <Text text={text} entities={entities} isDeleted={props.isDeleted} /> : null}
            <Meta {...props} />
          </div>
          {props.below ? props.below : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
      {footer ? <div className={classes.footer}>{footer}</div> : null}
    </div>
  )
}

function Text({
  text,
  entities,
  isDeleted,
}: Pick<Props, 'entities' | 'isDeleted'> & { text: string }): ReactElement {
  const rich = <RichText text={text} {...(entities ? { entities } : {})} />
  return isDeleted ? <del className={classes.deleted}>{rich}</del> : rich
}

function Author({ way, children }: { way: BubbleWay; children: ReactNode }): ReactElement {
  const say = useWords()
  return (
    <div className={classes.author}>
      {way === 'bot' ? <IconRobot size={14} stroke={1.75} aria-hidden="true" /> : null}
      {way === 'internal' ? <IconLock size={14} stroke={1.75} aria-hidden="true" /> : null}
      <bdi>{children}</bdi>
      {way === 'internal' ? <span>· {say('msg.internal')}</span> : null}
    </div>
  )
}

function Meta({ at, state, isEdited, isDeleted, mark }: Props): ReactElement {
  const say = useWords()
  const format = useFormat()
  return (
    <span className={classes.meta}>
      {mark}
      {isDeleted ? <span>{say('msg.deleted')}</span> : null}
      {isEdited && !isDeleted ? <span>{say('msg.edited')}</span> : null}
      <time dateTime={at} title={format.exact(at)}>
        {format.time(at)}
      </time>
      {state ? <StatusMark state={state} /> : null}
    </span>
  )
}

function Quote({ reply }: { reply: BubbleReply }): ReactElement {
  const say = useWords()
  const name = reply.authorName ?? say('msg.reply.someone')
  const content = (
    <>
      <bdi className={classes.replyName}>{name}</bdi>
      <span className={classes.replyText} dir="auto">
        {reply.text}
      </span>
    </>
  )
  if (!reply.onOpen) return <div className={classes.reply}>{content}</div>
  return (
    <button
      type="button"
      className={classes.reply}
      onClick={reply.onOpen}
      title={say('msg.reply.show', { name })}
    >
      {content}
    </button>
  )
}
