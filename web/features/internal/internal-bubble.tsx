import { Tooltip } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { InternalMessage } from '#contract/internal'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Bubble } from '../../ui/bubble.tsx'
import type { BubbleWay } from '../../ui/bubble.tsx'
import { MessageMedia } from '../chat/message-media.tsx'
import { useLongPress } from '../chat/use-long-press.ts'
import { InternalMenu } from './internal-menu.tsx'
import type { InternalLayer } from './internal-menu.tsx'
import { internalWords } from './labels.ts'
import { useInternalChat } from './use-chats.ts'
import { useReadWhenSeen } from './use-internal-reading.ts'
import { useMessageActs } from './use-message-acts.ts'
import messageClasses from '../chat/message.module.css'
import classes from './internal.module.css'

export type InternalActions = {
  /** Both absent where one only reads. */
  onReply: ((message: InternalMessage) => void) | null
  onEdit: ((message: InternalMessage) => void) | null
  onShow: (messageId: string) => void
}

type InternalBubbleProps = {
  message: InternalMessage
  starts: boolean
  ends: boolean
  /** Beside the author's name. */
  via?: ReactNode
  actions: InternalActions
}

/** A message of colleagues. In a card it has the colour and the sign of what only the team sees. */
export const InternalBubble = memo(function InternalBubble(props: InternalBubbleProps): ReactElement {
  const { message, starts, ends, via, actions } = props
  const { author, replyTo, recipients } = message
  const { user } = useSession()
  const say = useWords(internalWords)
  const isDeleted = message.deletedAt !== null
  const isOwn = author.id === user.id
  const [layer, setLayer] = useState<InternalLayer>(null)
  const press = useLongPress(() => !isDeleted && setLayer('menu'))
  const element = useReadWhenSeen(message)
  const names = recipients.map(({ name }) => name).join(', ')
  const way: BubbleWay = message.card ? 'internal' : isOwn ? 'out' : 'in'
  return (
    <div ref={element} className={messageClasses.line} data-starts={starts || undefined} {...press}>
      <Bubble
        way={way}
        author={
          starts && (
            <>
              {author.name}
              {names === '' ? null : ` ${say('in.for', { names })}`}
              {via}
            </>
          )
        }
        avatar={way === 'in' && ends && <Avatar name={author.name} seed={author.id} size={24} />}
        text={isDeleted ? say('in.deleted') : message.text}
        media={message.attachments.length > 0 && <MessageMedia attachments={message.attachments} />}
        reply={replyTo && { ...replyTo, onOpen: () => actions.onShow(replyTo.id) }}
        at={message.at}
        isEdited={message.editedAt !== null && !isDeleted}
        isJoined={!starts}
        mark={!isDeleted && <Readers message={message} />}
        below={message.reactions.length > 0 && <Reactions message={message} />}
        actions={
          !isDeleted && <InternalMenu message={message} actions={actions} layer={layer} onLayer={setLayer} />
        }
      />
    </div>
  )
})

/** By whom it was read; nothing where nobody else has. */
function Readers({ message }: { message: InternalMessage }): ReactElement | null {
  const say = useWords(internalWords)
  const nameOf = useColleagueName()
  const reads = useInternalChat(message.chatId).data?.reads ?? []
  const readers = reads.filter(({ userId, upTo }) => userId !== message.author.id && upTo >= message.seq)
  if (readers.length === 0) return null
  const words = say('in.readBy', { names: readers.map(({ userId }) => nameOf(userId) ?? '').join(', ') })
  return (
    <Tooltip label={words}>
      <span className={classes.readers} role="img" aria-label={words}>
        <IconEye size={14} stroke={1.75} aria-hidden="true" /> {readers.length}
      </span>
    </Tooltip>
  )
}

function Reactions({ message }: { message: InternalMessage }): ReactElement {
  const say = useWords(internalWords)
  const nameOf = useColleagueName()
  const { user } = useSession()
  const { react } = useMessageActs(message)
  return (
    <span className={messageClasses.reactions}>
      {message.reactions.map(({ emoji, userIds }) => {
        const isOwn = userIds.includes(user.id)
        const words = say('in.react.by', {
          emoji,
          names: userIds.map((id) => nameOf(id) ?? '').join(', '),
        })
        return (
          <button
            key={emoji}
            type="button"
            className={messageClasses.reaction}
            data-ours={isOwn || undefined}
            aria-pressed={isOwn}
            aria-label={words}
            title={words}
            onClick={() => react(emoji, !isOwn)}
          >
            {emoji} <span aria-hidden="true">{userIds.length}</span>
          </button>
        )
      })}
    </span>
  )
}
