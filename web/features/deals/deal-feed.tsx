import { useCallback, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { ReactElement, Ref } from 'react'
import type { DealView, FeedItem } from '#contract/deals'
import type { MessageView } from '#contract/messages'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { DayLine } from '../../ui/day-line.tsx'
import { Announcer } from '../chat/announcer.tsx'
import { estimateLine } from '../chat/estimate-line.ts'
import { MessageBubble } from '../chat/message-bubble.tsx'
import type { BubbleActions } from '../chat/message-bubble.tsx'
import { VirtualLog } from '../chat/virtual-log.tsx'
import type { LogHandle } from '../chat/virtual-log.tsx'
import { optimisticMessage } from '../composer/optimistic-message.ts'
import { useAllUnderway } from '../composer/outbox-instance.ts'
import type { OutboxEntry } from '../composer/outbox.ts'
import { dealWords } from './deal-labels.ts'
import { EventLine } from './event-line.tsx'
import type { Feed } from './feed.ts'
import { feedLines } from './feed-lines.ts'
import type { FeedGroup, FeedLine } from './feed-lines.ts'
import { recipientsOf } from './choose-recipient.ts'
import type { LoadedFeed } from './use-deal-feed.ts'
import { useDealReading } from './use-deal-reading.ts'
import classes from './deal.module.css'

export type FeedHandle = Pick<LogHandle, 'focus' | 'toEnd'> & { focused: () => MessageView | null }

type DealFeedProps = {
  ref?: Ref<FeedHandle>
  deal: DealView
  loaded: LoadedFeed & { feed: Feed }
  hidden: ReadonlySet<FeedGroup>
  onShowAll: () => void
  actions: Omit<BubbleActions, 'onShow'>
}

/** Everything that happened with the deal, in one list. */
export function DealFeed({ ref, deal, loaded, hidden, onShowAll, actions }: DealFeedProps): ReactElement {
  const say = useWords(dealWords)
  const format = useFormat()
  const log = useRef<LogHandle>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const { items, entries } = useItems(deal, loaded.feed)
  const messages = useMemo(
    () => loaded.feed.items.flatMap((item) => (item.type === 'message' ? [item.message] : [])),
    [loaded.feed],
  )
  useDealReading(deal, messages, isAtEnd)
  const { lines, hiddenCount } = useMemo(
    () => feedLines(items, { hidden, dayOf: format.dayKey }),
    [items, hidden, format],
  )
  const channels = useMemo(
    () => new Map(recipientsOf(deal).map((each) => [each.id, each.channelName])),
    [deal],
  )
  const onShow = useCallback((id: string) => void log.current?.toLine(id), [])
  const bubbleActions = useMemo(() => ({ ...actions, onShow }), [actions, onShow])

  useImperativeHandle(ref, () => ({
    focus: () => log.current?.focus(),
    toEnd: () => log.current?.toEnd(),
    focused: () => {
      const index = document.activeElement?.closest('[data-index]')?.getAttribute('data-index')
      const line = index === undefined || index === null ? undefined : lines[Number(index)]
      return line?.type === 'message' ? line.message : null
    },
  }))

  return (
    <>
      <VirtualLog
        ref={log}
        label={say('deal.feed.label', { name: deal.name })}
        lines={lines}
        estimate={estimateFeedLine}
        isStop={(line) => line.type === 'message'}
        startKey={null}
        older={loaded.older}
        onOlder={loaded.loadOlder}
        newCount={0}
        onEnd={setAtEnd}
        render={(line) => (
          <Line
            line={line}
            channelName={line.type === 'message' ? (channels.get(line.message.chatId) ?? null) : null}
            entry={entries.get(line.key) ?? null}
            actions={bubbleActions}
          />
        )}
      />
      {hiddenCount > 0 && (
        <button type="button" className={classes.hiddenCount} onClick={onShowAll}>
          {say('deal.filter.hidden', { count: hiddenCount })}
        </button>
      )}
      <Announcer items={messages} />
    </>
  )
}

/** The loaded feed with what is still on its way at its end. */
function useItems(
  deal: DealView,
  feed: Feed,
): { items: readonly FeedItem[]; entries: Map<string, OutboxEntry> } {
  const { user } = useSession()
  const underway = useAllUnderway()
  return useMemo(() => {
    const recipients = new Map(recipientsOf(deal).map((each) => [each.id, each]))
    const known = new Set(feed.items.map((item) => (item.type === 'message' ? item.message.id : '')))
    const own = underway.filter((entry) => recipients.has(entry.chatId) && !known.has(entry.id))
    const items = own.flatMap((entry): FeedItem[] => {
      const channelKind = recipients.get(entry.chatId)?.channelKind
      return channelKind
        ? [{ type: 'message', at: entry.at, channelKind, message: optimisticMessage(entry, user) }]
        : []
    })
    return { items: [...feed.items, ...items], entries: new Map(own.map((entry) => [entry.id, entry])) }
  }, [deal, feed, underway, user])
}

const eventHeightPx = 32

function estimateFeedLine(line: FeedLine): number {
  return line.type === 'message' ? estimateLine(line) : eventHeightPx
}

type LineProps = {
  line: FeedLine
  channelName: string | null
  entry: OutboxEntry | null
  actions: BubbleActions
}

function Line({ line, channelName, entry, actions }: LineProps): ReactElement {
  if (line.type === 'day') return <DayLine at={line.at} />
  if (line.type === 'event') return <EventLine event={line.event} />
  return (
    <MessageBubble
      message={line.message}
      starts={line.starts}
      ends={line.ends}
      entry={entry}
      via={<Via kind={line.channelKind} name={channelName} />}
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

type FeedLineChannel = Extract<FeedLine, { type: 'message' }>['channelKind']
