import { IconHistory } from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { locationOf } from '#contract/location'
import type { MapLocation } from '#contract/location'
import type { MessageView } from '#contract/messages'
import { useKindWords } from '../../lib/kind-words.ts'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Bubble } from '../../ui/bubble.tsx'
import type { BubbleReply, BubbleWay } from '../../ui/bubble.tsx'
import { PlaceCard } from '../../ui/place-card.tsx'
import type { OutboxEntry } from '../composer/outbox.ts'
import { useClientFace } from './client-faces.ts'
import { SelectBox } from './forward/select-box.tsx'
import { KindLine } from './kind-line.tsx'
import { chatWords } from './labels.ts'
import type { ChatSay } from './labels.ts'
import { MessageChange } from './message-change.tsx'
import { MessageMedia } from './message-media.tsx'
import { MessageMenu } from './message-menu.tsx'
import type { MessageLayer } from './message-menu.tsx'
import { MessageReactions } from './message-reactions.tsx'
import { MessageTrouble } from './message-trouble.tsx'
import { OutboxTrouble } from './outbox-trouble.tsx'
import { useLongPress } from './use-long-press.ts'
import classes from './message.module.css'

export type BubbleActions = {
  /** Absent where one cannot answer. */
  onReply: ((message: MessageView) => void) | null
  /** Absent where one cannot write. */
  onEdit: ((message: MessageView) => void) | null
  onShow: (messageId: string) => void
  onRestore: (entry: OutboxEntry) => void
}

type MessageBubbleProps = {
  message: MessageView
  starts: boolean
  ends: boolean
  /** The message is not the server's yet. */
  entry: OutboxEntry | null
  /** After the author's name, where several chats are mixed: through which channel. */
  via?: ReactNode
  actions: BubbleActions
}

/** A message of the chat with all that belongs to it. Drawn anew only when it changes. */
export const MessageBubble = memo(function MessageBubble(props: MessageBubbleProps): ReactElement {
  const { message, starts, ends, entry, actions } = props
  const say = useWords(chatWords)
  const { replyTo, author } = message
  const place = locationOf(message)
  const isIn = message.direction === 'in'
  const isDeleted = message.deletedAt !== null
  const [layer, setLayer] = useState<MessageLayer>(null)
  const press = useLongPress(() => entry === null && setLayer('menu'))
  return (
    <div className={classes.line} data-starts={starts || undefined} {...press}>
      {entry === null && <SelectBox message={message} />}
      <Bubble
        way={wayOf(message)}
        author={starts ? authorOf(say, props) : null}
        avatar={isIn && ends && <Face author={author} />}
        text={place || isSticker(message) ? '' : message.text}
        entities={message.entities}
        media={hasAbove(message) && <Above message={message} place={place} />}
        reply={replyTo && replyOf(replyTo, actions.onShow)}
        at={message.at}
        state={message.state}
        isEdited={message.editedAt !== null}
        isDeleted={isDeleted}
        below={message.reactions.length > 0 && <MessageReactions message={message} />}
        mark={message.isLate && <LateMark />}
        isJoined={!starts}
        actions={
          entry === null && (
            <MessageMenu message={message} actions={actions} layer={layer} onLayer={setLayer} />
          )
        }
        footer={
          entry ? <OutboxTrouble entry={entry} onRestore={actions.onRestore} /> : <Below message={message} />
        }
      />
    </div>
  )
})

function Face({ author }: { author: MessageView['author'] }): ReactElement {
  const picture = useClientFace(author.id)
  return <Avatar name={author.name ?? ''} seed={author.id ?? ''} picture={picture} size={24} />
}

function Below({ message }: { message: MessageView }): ReactElement {
  const { change } = message
  return (
    <>
      <MessageTrouble message={message} />
      {change && <MessageChange message={message} change={change} />}
    </>
  )
}

function wayOf({ direction, author }: MessageView): BubbleWay {
  if (direction === 'in') return 'in'
  return author.kind === 'bot' || author.kind === 'system' ? 'bot' : 'out'
}

/** Who wrote it, above the first of a run; in a single chat the client's name already stands over it. */
function authorOf(say: ChatSay, { message, via }: MessageBubbleProps): ReactNode {
  if (message.direction === 'in' && via === undefined) return null
  return (
    <>
      {namedBy(say, message.author)}
      {via}
    </>
  )
}

function namedBy(say: ChatSay, { kind, name }: MessageView['author']): string {
  if (kind === 'bot') return say('msg.bot', { name: name ?? '' })
  if (kind === 'system') return say('msg.sender.system')
  if (kind === 'api') return say('msg.sender.api', { name: name ?? '' })
  if (kind !== 'outside') return name ?? ''
  return name === null ? say('msg.sender.outside') : say('msg.sender.outside.named', { name })
}

/** What is answered can be shown where it stands in the same chat. */
function replyOf(
  { id, ...reply }: NonNullable<MessageView['replyTo']>,
  onShow: BubbleActions['onShow'],
): BubbleReply {
  return id === null ? reply : { ...reply, onOpen: () => onShow(id) }
}

/** It is its picture; what its maker felt with it is only said where there is none. */
const isSticker = ({ unsupported, attachments }: MessageView): boolean =>
  unsupported === 'sticker' && attachments.length > 0

const hasAbove = (message: MessageView): boolean =>
  message.kind === 'unsupported' ||
  message.location !== null ||
  message.forwardedFrom !== null ||
  message.attachments.length > 0

function Above({ message, place }: { message: MessageView; place: MapLocation | null }): ReactElement {
  const say = useWords(chatWords)
  const { forwardedFrom, attachments } = message
  return (
    <>
      {forwardedFrom !== null && (
        <div className={classes.forwarded}>
          {forwardedFrom === ''
            ? say('msg.forwarded.someone')
            : say('msg.forwarded', { name: forwardedFrom })}
        </div>
      )}
      {message.unsupported !== null && !place && !isSticker(message) && (
        <KindLine kind={message.unsupported} />
      )}
      {place && <PlaceCard place={place} />}
      {isSticker(message) ? (
        <Sticker message={message} />
      ) : (
        attachments.length > 0 && <MessageMedia attachments={attachments} />
      )}
    </>
  )
}

function Sticker({ message }: { message: MessageView }): ReactElement {
  const kindWords = useKindWords()
  const words = kindWords('sticker', message.text)
  return (
    <div className={classes.sticker} role="group" aria-label={words} title={words}>
      <MessageMedia attachments={message.attachments} />
    </div>
  )
}

function LateMark(): ReactElement {
  const say = useWords(chatWords)
  return (
    <span className={classes.late} title={say('msg.late')}>
      <IconHistory size={14} aria-hidden="true" />
      <span className="beseda-hidden">{say('msg.late')}</span>
    </span>
  )
}
