import { useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
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
import type { Log } from './use-log.ts'
import { useNewBelow } from './use-new-below.ts'
import { useReading } from './use-reading.ts'
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
  loaded: Log<Thread> & { newest: Thread; shown: Thread }
  actions: Omit<BubbleActions, 'onShow'>
}

const isMessage = (line: ThreadLine): boolean => line.type === 'message'

/** The messages of a chat on the screen. One is made anew for every chat. */
export function ThreadView({ ref, row, loaded, actions }: ThreadViewProps): ReactElement {
  const say = useWords(chatWords)
  const format = useFormat()
  const { user } = useSession()
  const { newest, shown, sought, seek } = loaded
  const isAway = shown.after !== null
  const log = useRef<LogHandle>(null)
  const [selection] = useState(() => new MessageSelection())
  const [isAtEnd, setAtEnd] = useState(!isAway)
  const underway = useUnderway(row.chatId)
  const isRead = useReading(row, newest.items, isAtEnd && !isAway)
  const firstUnreadId = useUnreadLine(newest.items, row.isRead ? 0 : row.unread, isRead)
  const messages = useMemo(
    () => (isAway ? shown.items : withOutbox(shown.items, underway, user)),
    [isAway, shown.items, underway, user],
  )
  const dayOf = useMemo(() => rememberDays(format.dayKey), [format])
  const lines = useMemo(
    () =>
      threadLines(messages, shown.stretches, {
        firstUnreadId,
        dayOf,
        isWhole: shown.before === null,
        isAtEnd: !isAway,
      }),
    [messages, shown.stretches, shown.before, isAway, firstUnreadId, dayOf],
  )
  const { newCount, seenId } = useNewBelow(newest.items, isAtEnd && !isAway, isFromClient)
  const entries = useMemo(() => new Map(underway.map((entry) => [entry.id, entry])), [underway])
  const bubbleActions = useMemo(() => ({ ...actions, onShow: seek }), [actions, seek])
  const selectable = useMemo(() => unionOf(shown.items, newest.items), [shown.items, newest.items])
  useEffect(() => {
    if (sought) log.current?.toLine(sought.id)
  }, [sought])
  // Opened, it begins where the new ones do; later where one has gone to.
  const opensAt = firstUnreadId === null ? null : 'unread'

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
        key={loaded.turn}
        ref={log}
        label={say('talk.log', { name: row.contact.name })}
        lines={lines}
        estimate={estimateLine}
        isStop={isMessage}
        startKey={sought?.id ?? (loaded.turn === 0 ? opensAt : null)}
        older={loaded.older}
        onOlder={() => void loaded.loadOlder()}
        newer={loaded.newer}
        onNewer={() => void loaded.loadNewer()}
        onNewest={loaded.toNewest}
        isBusy={loaded.isSeeking}
        newCount={newCount}
        onEnd={setAtEnd}
        render={(line) => (
          <Line line={line} row={row} entry={entries.get(line.key) ?? null} actions={bubbleActions} />
        )}
      />
      <SelectionBar items={selectable} />
      <Announcer items={newest.items} />
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

const isFromClient = (message: MessageView): boolean => message.direction === 'in'

/** Messages of an older part and of the end, each once. */
function unionOf(part: readonly MessageView[], newest: readonly MessageView[]): readonly MessageView[] {
  if (part === newest) return newest
  const known = new Set(part.map(({ id }) => id))
  return [...part, ...newest.filter(({ id }) => !known.has(id))]
}
