import { useEffect, useMemo, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import type { InternalMessage } from '#contract/internal'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { DayLine } from '../../ui/day-line.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ChatSkeleton } from '../../ui/skeletons.tsx'
import { estimateLine } from '../chat/estimate-line.ts'
import { chatWords } from '../chat/labels.ts'
import { useNewBelow } from '../chat/use-new-below.ts'
import { VirtualLog } from '../chat/virtual-log.tsx'
import type { LogHandle } from '../chat/virtual-log.tsx'
import { DropZone } from '../composer/drop-zone.tsx'
import { ChatHead } from './chat-head.tsx'
import { useChatFace } from './chat-name.ts'
import { InternalBubble } from './internal-bubble.tsx'
import { InternalComposer } from './internal-composer.tsx'
import type { InternalComposerHandle } from './internal-composer.tsx'
import { internalWords } from './labels.ts'
import { internalLines } from './thread-lines.ts'
import type { LoadedInternalChat } from './use-chats.ts'
import { useWhoTypes } from './use-internal-typing.ts'
import { useInternalThread } from './use-thread.ts'
import classes from './colleagues.module.css'

const noMessages: readonly InternalMessage[] = []

/** A chat of colleagues: who is in it, what was written, the field. */
export function ChatView({ chat }: { chat: LoadedInternalChat }): ReactElement {
  const say = useWords(internalWords)
  const sayChat = useWords(chatWords)
  const format = useFormat()
  const nameOf = useColleagueName()
  const { user } = useSession()
  const { name } = useChatFace()(chat)
  const thread = useInternalThread(chat.id)
  const log = useRef<LogHandle>(null)
  const composer = useRef<InternalComposerHandle>(null)
  const typing = nameOf(useWhoTypes(chat.id))
  const { newest, shown, sought, seek } = thread
  const items = newest?.items
  const isAway = shown !== undefined && shown.after !== null
  const [isAtEnd, setAtEnd] = useState(true)
  const lines = useMemo(() => internalLines(shown?.items ?? [], format.dayKey), [shown?.items, format])
  const { newCount } = useNewBelow(
    items ?? noMessages,
    isAtEnd && !isAway,
    ({ author }) => author.id !== user.id,
  )
  useEffect(() => {
    if (sought) log.current?.toLine(sought.id)
  }, [sought])
  const actions = useMemo(
    () => ({
      onReply: (message: InternalMessage) => composer.current?.quote(message),
      onEdit: (message: InternalMessage) => composer.current?.edit(message),
      onShow: seek,
    }),
    [seek],
  )
  useHotkeys(say('col.chat'), [
    { keys: 'r', label: sayChat('talk.key.reply'), run: () => composer.current?.focus() },
    { keys: 'end', label: sayChat('talk.toend'), run: () => log.current?.toEnd() },
    {
      keys: 'alt+u',
      label: sayChat('talk.key.attach'),
      inFields: true,
      run: () => composer.current?.pickFiles(),
    },
  ])
  return (
    <DropZone
      className={classes.chat}
      chat={null}
      words={say('in.drop')}
      onDrop={(files) => composer.current?.attach(files)}
    >
      <ChatHead chat={chat} />
      {shown && shown.items.length > 0 && (
        <VirtualLog
          key={thread.turn}
          ref={log}
          label={name}
          lines={lines}
          estimate={estimateLine}
          isStop={(line) => line.type === 'message'}
          startKey={sought?.id ?? null}
          older={thread.older}
          onOlder={() => void thread.loadOlder()}
          newer={thread.newer}
          onNewer={() => void thread.loadNewer()}
          onNewest={thread.toNewest}
          isBusy={thread.isSeeking}
          newCount={newCount}
          onEnd={setAtEnd}
          render={(line) =>
            line.type === 'day' ? <DayLine at={line.at} /> : <InternalBubble {...line} actions={actions} />
          }
        />
      )}
      {shown?.items.length === 0 && (
        <div className={classes.fill}>
          <EmptyState title={say('col.first')} text={say('col.empty.text')} />
        </div>
      )}
      {!shown && (
        <div className={classes.fill}>
          {thread.error ? (
            <ErrorState title={say('in.error')} error={thread.error} onRetry={thread.retry} />
          ) : (
            <ChatSkeleton />
          )}
        </div>
      )}
      {typing !== null && (
        <div className={classes.typing} role="status">
          {say('in.typing', { name: typing })}
        </div>
      )}
      <InternalComposer
        ref={composer}
        chat={chat}
        findMessage={(id) =>
          [...(items ?? []), ...(shown?.items ?? [])].find((each) => each.id === id) ?? null
        }
        findLastOwn={() =>
          items?.findLast(({ author, deletedAt }) => author.id === user.id && deletedAt === null) ?? null
        }
        onSent={() => requestAnimationFrame(() => log.current?.toEnd())}
        onLeave={() => log.current?.focus()}
      />
    </DropZone>
  )
}
