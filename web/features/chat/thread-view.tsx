import { notifications } from '@mantine/notifications'
import { useCallback, useEffect, useEffectEvent, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { ReactElement, Ref } from 'react'
import type { ConversationRow } from '#contract/conversations'
import type { MessageView, Stretch } from '#contract/messages'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { ConversationLine } from '../../ui/conversation-line.tsx'
import { DayLine } from '../../ui/day-line.tsx'
import { NewMessagesLine } from '../../ui/new-messages-line.tsx'
import { withOutbox } from '../composer/optimistic-message.ts'
import { useUnderway } from '../composer/outbox-instance.ts'
import { Announcer } from './announcer.tsx'
import { MessageSelection, SelectionContext } from './forward/message-selection.ts'
import { SelectionBar } from './forward/selection-bar.tsx'
import { chatWords } from './labels.ts'
import { MessageBubble } from './message-bubble.tsx'
import type { BubbleActions } from './message-bubble.tsx'
import { estimateLine } from './estimate-line.ts'
import { rememberDays, threadLines } from './thread-lines.ts'
import type { ThreadLine } from './thread-lines.ts'
import type { Thread } from './thread.ts'
import { useReading } from './use-reading.ts'
import type { LoadedThread } from './use-thread.ts'
import { useUnreadLine } from './use-unread-line.ts'
import { VirtualLog } from './virtual-log.tsx'
import type { LogHandle } from './virtual-log.tsx'

export type ThreadHandle = Pick<LogHandle, 'focus' | 'toEnd'> & {
  /** The message that has the focus, for quoting. */
  focused: () => MessageView | null
  /** The newest message that stood on the screen. */
  seenId: () => string | null
}

type ThreadViewProps = {
  ref?: Ref<ThreadHandle>
  row: ConversationRow
  loaded: LoadedThread & { thread: Thread }
  actions: Omit<BubbleActions, 'onShow'>
}

const isMessage = (line: ThreadLine): boolean => line.type === 'message'

/** The messages of a chat on the screen. One is made anew for every chat. */
export function ThreadView({ ref, row, loaded, actions }: ThreadViewProps): ReactElement {
  const say = useWords(chatWords)
  const format = useFormat()
  const { user } = useSession()
  const { thread } = loaded
  const log = useRef<LogHandle>(null)
  const [selection] = useState(() => new MessageSelection())
  const [isAtEnd, setAtEnd] = useState(true)
  const underway = useUnderway(row.chatId)
  const isRead = useReading(row, thread.items, isAtEnd)
  const firstUnreadId = useUnreadLine(thread.items, row.isRead ? 0 : row.unread, isRead)
  const messages = useMemo(() => withOutbox(thread.items, underway, user), [thread.items, underway, user])
  const dayOf = useMemo(() => rememberDays(format.dayKey), [format])
  const lines = useMemo(
    () =>
      threadLines(messages, thread.stretches, {
        firstUnreadId,
        dayOf,
        isWhole: thread.before === null,
      }),
    [messages, thread.stretches, thread.before, firstUnreadId, dayOf],
  )
  const { newCount, seenId } = useNewBelow(thread.items, isAtEnd)
  const entries = useMemo(() => new Map(underway.map((entry) => [entry.id, entry])), [underway])
  const show = useShow(log, loaded.loadOlder)
  const bubbleActions = useMemo(() => ({ ...actions, onShow: show }), [actions, show])
  // A link can lead to a message: #message=. Once: afterwards one goes where one likes.
  const showLinked = useEffectEvent(() => {
    const id = new URLSearchParams(location.hash.slice(1)).get('message')
    if (id !== null) show(id)
  })
  useEffect(() => showLinked(), [])

  useImperativeHandle(ref, () => ({
    focus: () => log.current?.focus(),
    toEnd: () => log.current?.toEnd(),
    seenId: () => seenId,
    focused: () => {
      const index = document.activeElement?.closest('[data-index]')?.getAttribute('data-index')
      const line = index === undefined || index === null ? undefined : lines[Number(index)]
      return line?.type === 'message' ? line.message : null
    },
  }))

  return (
    <SelectionContext value={selection}>
      <VirtualLog
        ref={log}
        label={say('talk.log', { name: row.contact.name })}
        lines={lines}
        estimate={estimateLine}
        isStop={isMessage}
        startKey={firstUnreadId === null ? null : 'unread'}
        older={loaded.older}
        onOlder={() => void loaded.loadOlder()}
        newCount={newCount}
        onEnd={setAtEnd}
        render={(line) => (
          <Line line={line} row={row} entry={entries.get(line.key) ?? null} actions={bubbleActions} />
        )}
      />
      <SelectionBar items={thread.items} />
      <Announcer items={thread.items} />
    </SelectionContext>
  )
}

type LineProps = {
  line: ThreadLine
  row: ConversationRow
  entry: Parameters<typeof MessageBubble>[0]['entry']
  actions: BubbleActions
}

function Line({ line, row, entry, actions }: LineProps): ReactElement {
  switch (line.type) {
    case 'day':
      return <DayLine at={line.at} />
    case 'unread':
      return <NewMessagesLine />
    case 'opened':
    case 'closed':
      return <Boundary edge={line.type} stretch={line.stretch} row={row} />
    case 'message':
      return (
        <MessageBubble
          message={line.message}
          starts={line.starts}
          ends={line.ends}
          entry={entry}
          actions={actions}
        />
      )
  }
}

type BoundaryProps = { edge: 'opened' | 'closed'; stretch: Stretch; row: ConversationRow }

function Boundary({ edge, stretch, row }: BoundaryProps): ReactElement {
  const say = useWords(chatWords)
  const { number, openedAt, closedAt, closedBy, openedBy, way } = stretch
  const channel = row.channel.kind
  if (edge === 'closed') {
    return (
      <ConversationLine
        number={number}
        edge="closed"
        channel={channel}
        by={closedBy?.name}
        at={closedAt ?? openedAt}
      />
    )
  }
  const by = say(`talk.openedBy.${way}`, { channel: row.channel.name })
  const author = way === 'out' && openedBy.name !== null ? `${openedBy.name}, ` : ''
  return (
    <ConversationLine number={number} edge="opened" channel={channel} by={`${author}${by}`} at={openedAt} />
  )
}

/** The newest message that was seen, and how many of the client's came below it. */
function useNewBelow(
  items: readonly MessageView[],
  isAtEnd: boolean,
): { newCount: number; seenId: string | null } {
  const newestId = items.at(-1)?.id ?? null
  const [seenId, setSeenId] = useState(newestId)
  if (isAtEnd && seenId !== newestId) setSeenId(newestId)
  if (isAtEnd) return { newCount: 0, seenId: newestId }
  const seen = items.findLastIndex((item) => item.id === seenId)
  return { newCount: items.slice(seen + 1).filter((item) => item.direction === 'in').length, seenId }
}

/** Shows a message, loading what is above until it is there, however old it is; when it is not, that is said. */
function useShow(
  log: { current: LogHandle | null },
  loadOlder: LoadedThread['loadOlder'],
): (id: string) => void {
  const say = useWords(chatWords)
  return useCallback(
    (id: string) => {
      const look = async (): Promise<void> => {
        // Another chat is on the screen by now.
        if (log.current === null || log.current.toLine(id)) return
        const page = await loadOlder(true)
        if (page === 'loaded') requestAnimationFrame(() => void look())
        // That a page could not be loaded stands over the messages, with a way to try again.
        else if (page === 'end') notifications.show({ message: say('msg.original.absent') })
      }
      void look()
    },
    [log, loadOlder, say],
  )
}
