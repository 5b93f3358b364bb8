import { useEffect, useMemo, useRef } from 'react'
import type { ReactElement } from 'react'
import type { CardRef } from '#contract/common'
import type { ConversationRow } from '#contract/conversations'
import type { MessageView } from '#contract/messages'
import { useLook } from '../../lib/live-hooks.ts'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { ChatSkeleton } from '../../ui/skeletons.tsx'
import { Composer } from '../composer/composer.tsx'
import type { ComposerHandle } from '../composer/composer.tsx'
import { CannotWrite } from '../composer/composer-notice.tsx'
import type { OtherChat } from '../composer/composer-notice.tsx'
import { DropZone } from '../composer/drop-zone.tsx'
import type { OutboxEntry } from '../composer/outbox.ts'
import { useConversationActions } from '../imbox/use-conversation-actions.ts'
import { Lookers } from '../presence/lookers.tsx'
import { usePresences } from '../presence/use-presences.ts'
import { ChatHeader } from './chat-header.tsx'
import { findLastOwn } from './change-rules.ts'
import { ClientFaces } from './client-faces.ts'
import { CloseDialog } from './close-dialog.tsx'
import { chatWords } from './labels.ts'
import { quoteOf } from './quote-of.ts'
import { ThreadView } from './thread-view.tsx'
import type { ThreadHandle } from './thread-view.tsx'
import { useChat } from './use-chat.ts'
import { useChatKeys } from './use-chat-keys.ts'
import { useClosing } from './use-closing.ts'
import { useThread } from './use-thread.ts'
import { useTypingNow } from './use-typing-now.ts'
import classes from './chat.module.css'

type ChatPaneProps = {
  row: ConversationRow
  handle: string | null
  /** Where else this client can be answered. */
  other: OtherChat | null
  onBack: (() => void) | null
  onPane: (() => void) | null
  onCard: (() => void) | null
  onNumber: (number: number) => void
  onChat: (chatId: string) => void
}

/** A conversation in its chat: header, messages, composer. Give it the chat's id as its key. */
export function ChatPane({
  row,
  handle,
  other,
  onNumber,
  onChat,
  ...navigation
}: ChatPaneProps): ReactElement {
  const say = useWords(chatWords)
  const me = useSession()
  const chat = useChat(row.chatId)
  const loaded = useThread(row.chatId, `/imbox/${row.number}`)
  const actions = useConversationActions()
  const closing = useClosing(actions)
  const thread = useRef<ThreadHandle>(null)
  const composer = useRef<ComposerHandle>(null)
  const items = loaded.newest?.items
  const newest = items?.at(-1) ?? null
  const canWrite = chat.data?.cannotWrite === null
  const canQuote = canWrite && chat.data?.channel.capabilities.canReply === true
  const closeAsSeen = (): (() => void) => {
    const seenId = thread.current?.seenId() ?? null
    return () => closing.close(row, seenId)
  }
  const close = (): void => closeAsSeen()()
  const dismiss = (): void => void actions.dismiss(row)

  useLook(row.number)
  useFollowOwn(row, newest, me.user.id, onNumber)
  useChatKeys({ row, onClose: close, onDismiss: dismiss, composer, thread })
  const faces = useMemo(() => [row.contact], [row.contact])
  const bubbleActions = useMemo(
    () => ({
      onReply: canQuote ? (message: MessageView) => composer.current?.quote(quoteOf(message)) : null,
      onEdit: canWrite ? (message: MessageView) => composer.current?.edit(message) : null,
      onRestore: (entry: OutboxEntry) => composer.current?.restore(entry),
    }),
    [canWrite, canQuote],
  )

  return (
    <DropZone
      className={classes.pane}
      chat={canWrite && chat.data ? chat.data : null}
      onDrop={(files) => composer.current?.attach(files)}
    >
      <ChatHeader
        row={row}
        handle={handle}
        {...navigation}
        onClose={close}
        onDismiss={dismiss}
        onNumber={onNumber}
        aside={
          <HeaderAside
            row={row}
            openNumber={chat.data?.openNumber ?? null}
            newestMessageId={newest?.id ?? null}
            onNumber={onNumber}
          />
        }
      />
      {loaded.newest && loaded.shown ? (
        <ClientFaces value={faces}>
          <ThreadView
            ref={thread}
            row={row}
            loaded={{ ...loaded, newest: loaded.newest, shown: loaded.shown }}
            actions={bubbleActions}
          />
        </ClientFaces>
      ) : loaded.error ? (
        <div className={classes.logFrame}>
          <ErrorState title={say('talk.error')} error={loaded.error} onRetry={loaded.retry} />
        </div>
      ) : (
        <div className={classes.logFrame}>
          <ChatSkeleton />
        </div>
      )}
      {chat.data && canWrite && items && (
        <Composer
          ref={composer}
          chat={chat.data}
          card={cardOf(row)}
          dealName={row.card?.kind === 'deal' ? row.card.name : null}
          closedNumber={row.closedAt === null ? null : row.number}
          newestMessageId={newest?.id ?? null}
          findMessage={(id) => {
            const found = [...items, ...(loaded.shown?.items ?? [])].find((item) => item.id === id)
            return found ? quoteOf(found) : null
          }}
          findLastOwn={() => findLastOwn(items, row.chatId, me.user.id)}
          onSent={() => requestAnimationFrame(() => thread.current?.toEnd())}
          onClose={row.closedAt === null ? closeAsSeen : null}
          onLeave={() => thread.current?.focus()}
        />
      )}
      {chat.data && <CannotWrite chat={chat.data} other={other} onSwitch={onChat} />}
      <CloseDialog
        number={closing.asks}
        onRead={() => {
          closing.stay()
          thread.current?.toEnd()
        }}
        onAnyway={closing.closeAnyway}
      />
    </DropZone>
  )
}

const cardOf = (row: ConversationRow): CardRef | null =>
  row.card ? { kind: row.card.kind, id: row.card.id } : null

/** One's own message to a closed conversation opens the next one: the page goes with it. */
function useFollowOwn(
  row: ConversationRow,
  newest: MessageView | null,
  userId: number,
  onNumber: (number: number) => void,
): void {
  const isOwn = newest?.direction === 'out' && newest.author.kind === 'user' && newest.author.id === userId
  const next =
    isOwn && row.closedAt !== null && newest.number !== null && newest.number > row.number
      ? newest.number
      : null
  useEffect(() => {
    if (next !== null) onNumber(next)
  }, [next, onNumber])
}

type HeaderAsideProps = {
  row: ConversationRow
  openNumber: number | null
  newestMessageId: string | null
  onNumber: (number: number) => void
}

/** Who is writing now; and the way to the open conversation from a closed one. */
function HeaderAside({ row, openNumber, newestMessageId, onNumber }: HeaderAsideProps): ReactElement | null {
  const say = useWords(chatWords)
  const { user } = useSession()
  const colleague = useColleagueName()
  const typing = useTypingNow(row.chatId, newestMessageId)
  const lookers = usePresences()(row.number)
  if (typing === null) {
    return <span className={classes.typing}>{say('talk.typing.client', { name: row.contact.name })}</span>
  }
  if (typing !== undefined && typing !== user.id) {
    return (
      <span className={classes.typing}>
        {say('talk.typing.colleague', { name: colleague(typing) ?? '' })}
      </span>
    )
  }
  if (row.closedAt === null || openNumber === null || openNumber === row.number)
    return <Lookers names={lookers} />
  return (
    <button type="button" className={classes.textButton} onClick={() => onNumber(openNumber)}>
      {say('talk.openOther', { number: openNumber })}
    </button>
  )
}
