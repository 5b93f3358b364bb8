import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { ReactElement, Ref } from 'react'
import type { FeedHolder, FeedItem } from '#contract/feed'
import type { InternalMessage } from '#contract/internal'
import type { MessageView } from '#contract/messages'
import { entityHref } from '../../lib/card-href.ts'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { DayLine } from '../../ui/day-line.tsx'
import { Announcer } from '../chat/announcer.tsx'
import { estimateLine } from '../chat/estimate-line.ts'
import { InternalBubble } from '../internal/internal-bubble.tsx'
import type { InternalActions } from '../internal/internal-bubble.tsx'
import { MessageBubble } from '../chat/message-bubble.tsx'
import type { BubbleActions } from '../chat/message-bubble.tsx'
import { useNewBelow } from '../chat/use-new-below.ts'
import { VirtualLog } from '../chat/virtual-log.tsx'
import type { LogHandle } from '../chat/virtual-log.tsx'
import { optimisticMessage } from '../composer/optimistic-message.ts'
import { useAllUnderway } from '../composer/outbox-instance.ts'
import type { OutboxEntry } from '../composer/outbox.ts'
import { NoteLine } from '../notes/note-line.tsx'
import { TaskLine } from '../tasks/task-line.tsx'
import { isCard } from './card.ts'
import type { FeedOwner } from './card.ts'
import { cardWords } from './labels.ts'
import { EventLine } from './event-line.tsx'
import type { Feed } from './feed.ts'
import { feedLines } from './feed-lines.ts'
import type { FeedLine } from './feed-lines.ts'
import { recipientsOf } from './choose-recipient.ts'
import type { LoadedFeed } from './use-card-feed.ts'
import { useCardReading } from './use-card-reading.ts'
import type { FeedViewing } from './use-feed-view.ts'
import classes from './card.module.css'

export type FeedHandle = Pick<LogHandle, 'focus' | 'toEnd'> & {
  focused: () => MessageView | null
  focusedInternal: () => InternalMessage | null
}

type CardFeedProps = {
  ref?: Ref<FeedHandle>
  card: FeedOwner
  loaded: LoadedFeed & { feed: Feed }
  view: FeedViewing
  actions: Omit<BubbleActions, 'onShow'>
  teamActions: Omit<InternalActions, 'onShow'>
}

/** Everything that happened in the card, in one list. */
export function CardFeed({ ref, card, loaded, view, actions, teamActions }: CardFeedProps): ReactElement {
  const say = useWords(cardWords)
  const format = useFormat()
  const log = useRef<LogHandle>(null)
  const [isAtEnd, setAtEnd] = useState(view.line === null && view.since === null)
  // What is on its way stands at the end of the newest lines.
  const isNewest = loaded.feed.after === null && view.search === ''
  const { items, entries } = useItems(card, loaded.feed, isNewest && isCard(card))
  const messages = useMemo(
    () => loaded.feed.items.flatMap((item) => (item.type === 'message' ? [item.message] : [])),
    [loaded.feed],
  )
  useCardReading(card, messages, isAtEnd)
  const lines = useMemo(() => feedLines(items, format.dayKey), [items, format])
  const channels = useMemo(
    () => new Map(recipientsOf(card).map((each) => [each.id, each.channelName])),
    [card],
  )
  const { showLine } = view
  const onShow = useCallback(
    (id: string) => {
      if (log.current?.toLine(id) !== true) showLine(id)
    },
    [showLine],
  )
  const [soughtLine] = useState(view.line)
  // Once: afterwards one goes where one likes.
  useEffect(() => {
    if (soughtLine !== null) log.current?.toLine(soughtLine)
  }, [soughtLine])
  const { newCount } = useNewBelow(messages, isAtEnd && isNewest, isFromClient)
  const bubbleActions = useMemo(() => ({ ...actions, onShow }), [actions, onShow])
  const internalActions = useMemo(() => ({ ...teamActions, onShow }), [teamActions, onShow])
  const focusedLine = (): FeedLine | undefined => {
    const index = document.activeElement?.closest('[data-index]')?.getAttribute('data-index')
    return index === undefined || index === null ? undefined : lines[Number(index)]
  }

  useImperativeHandle(ref, () => ({
    focus: () => log.current?.focus(),
    toEnd: () => {
      if (loaded.feed.after === null) log.current?.toEnd()
      else view.jumpTo(null)
    },
    focused: () => {
      const line = focusedLine()
      return line?.type === 'message' ? line.message : null
    },
    focusedInternal: () => {
      const line = focusedLine()
      return line?.type === 'internal' && line.message.deletedAt === null ? line.message : null
    },
  }))

  return (
    <>
      <VirtualLog
        ref={log}
        label={say('card.feed.label', { name: card.name })}
        lines={lines}
        estimate={estimateFeedLine}
        isStop={(line) => line.type === 'message' || line.type === 'internal'}
        startKey={view.line ?? (view.since === null ? null : (lines[0]?.key ?? null))}
        older={loaded.older}
        onOlder={() => void loaded.loadOlder()}
        newer={loaded.newer}
        onNewer={() => void loaded.loadNewer()}
        onNewest={() => view.jumpTo(null)}
        newCount={isNewest ? newCount : (loaded.feed.below?.length ?? 0)}
        onEnd={setAtEnd}
        render={(line) => (
          <Line
            card={card}
            line={line}
            channelName={line.type === 'message' ? (channels.get(line.message.chatId) ?? null) : null}
            entry={entries.get(line.key) ?? null}
            actions={bubbleActions}
            internalActions={internalActions}
            onPlace={view.search === '' ? null : showLine}
          />
        )}
      />
      <Announcer items={messages} />
    </>
  )
}

/** The loaded feed with what is still on its way at its end. */
function useItems(
  card: FeedOwner,
  feed: Feed,
  withUnderway: boolean,
): { items: readonly FeedItem[]; entries: Map<string, OutboxEntry> } {
  const { user } = useSession()
  const underway = useAllUnderway()
  return useMemo(() => {
    const recipients = new Map(recipientsOf(card).map((each) => [each.id, each]))
    const known = new Set(feed.items.map((item) => (item.type === 'message' ? item.message.id : '')))
    const own = withUnderway
      ? underway.filter((entry) => recipients.has(entry.chatId) && !known.has(entry.id))
      : []
    const items = own.flatMap((entry): FeedItem[] => {
      const channelKind = recipients.get(entry.chatId)?.channelKind
      return channelKind
        ? [{ type: 'message', at: entry.at, channelKind, message: optimisticMessage(entry, user) }]
        : []
    })
    return { items: [...feed.items, ...items], entries: new Map(own.map((entry) => [entry.id, entry])) }
  }, [card, feed, withUnderway, underway, user])
}

const isFromClient = ({ direction }: MessageView): boolean => direction === 'in'

const eventHeightPx = 32
const workHeightPx = 84
const namesHeightPx = 20

function estimateFeedLine(line: FeedLine): number {
  if (line.type === 'message') return estimateLine(line)
  if (line.type === 'internal') return estimateLine(line) + namesHeightPx
  if (line.type === 'note' || line.type === 'task') return workHeightPx
  return eventHeightPx
}

type LineProps = {
  card: FeedOwner
  line: FeedLine
  channelName: string | null
  entry: OutboxEntry | null
  actions: BubbleActions
  internalActions: InternalActions
  /** Shows the line among its neighbours; null: it stands there. */
  onPlace: ((key: string) => void) | null
}

function Line({
  card,
  line,
  channelName,
  entry,
  actions,
  internalActions,
  onPlace,
}: LineProps): ReactElement {
  if (line.type === 'day') return <DayLine at={line.at} />
  if (line.type === 'event') {
    return <EventLine card={isCard(card) ? card : null} event={line.event} on={<On holder={line.on} />} />
  }
  if (line.type === 'note') return <NoteLine note={line.note} on={<On holder={line.on} />} />
  if (line.type === 'task') return <TaskLine task={line.task} at={card} />
  if (line.type === 'internal') {
    const { message, starts, ends } = line
    return (
      <InternalBubble
        message={message}
        starts={starts || onPlace !== null}
        ends={ends}
        via={
          <>
            <On holder={line.on} />
            {onPlace && <InPlace onClick={() => onPlace(line.key)} />}
          </>
        }
        actions={internalActions}
      />
    )
  }
  return (
    <MessageBubble
      message={line.message}
      starts={line.starts}
      ends={line.ends}
      entry={entry}
      via={
        <>
          <Via kind={line.channelKind} name={channelName} />
          <On holder={line.on} />
          {onPlace && <InPlace onClick={() => onPlace(line.key)} />}
        </>
      }
      actions={actions}
    />
  )
}

function Via({ kind, name }: { kind: FeedLineChannel; name: string | null }): ReactElement {
  return (
    <span className={classes.via}>
      <ChannelMark kind={kind} size={14} isSilent={name !== null} />
      {name}
    </span>
  )
}

/** Where the line stands, when that is not the one whose feed it is. */
function On({ holder }: { holder: FeedHolder | null }): ReactElement | null {
  if (!holder) return null
  return (
    <AppLink href={entityHref(holder)} className={classes.on} title={holder.name}>
      <bdi>{holder.name}</bdi>
    </AppLink>
  )
}

function InPlace({ onClick }: { onClick: () => void }): ReactElement {
  const say = useWords(cardWords)
  return (
    <button type="button" className={classes.textLink} onClick={onClick}>
      {say('card.feed.inPlace')}
    </button>
  )
}

type FeedLineChannel = Extract<FeedLine, { type: 'message' }>['channelKind']
