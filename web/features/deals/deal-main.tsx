import { Button } from '@mantine/core'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import type { DealView } from '#contract/deals'
import type { MessageView } from '#contract/messages'
import { useSession } from '../../lib/session.ts'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ChatSkeleton } from '../../ui/skeletons.tsx'
import { findLastOwn } from '../chat/change-rules.ts'
import { ClientFaces } from '../chat/client-faces.ts'
import { chatWords } from '../chat/labels.ts'
import { openFocusedMenu } from '../chat/open-focused-menu.ts'
import { quoteOf } from '../chat/quote-of.ts'
import { useChat } from '../chat/use-chat.ts'
import { CannotWrite } from '../composer/composer-notice.tsx'
import { Composer } from '../composer/composer.tsx'
import type { ComposerHandle } from '../composer/composer.tsx'
import { DropZone } from '../composer/drop-zone.tsx'
import type { OutboxEntry } from '../composer/outbox.ts'
import { writingWords } from '../writing/labels.ts'
import { rememberChat, recallChat } from '../writing/last-chat.ts'
import { chooseRecipient, recipientsOf } from './choose-recipient.ts'
import type { Recipient } from './choose-recipient.ts'
import { DealFeed } from './deal-feed.tsx'
import type { FeedHandle } from './deal-feed.tsx'
import { dealWords } from './deal-labels.ts'
import { FeedFilter } from './feed-filter.tsx'
import { feedGroups } from './feed-lines.ts'
import { OpenTalksStrip } from './open-talks.tsx'
import { RecipientPicker } from './recipient-picker.tsx'
import { useComposerOf } from './use-composer-of.ts'
import { useDealFeed } from './use-deal-feed.ts'
import { useFeedFilter } from './use-feed-filter.ts'
import classes from './deal.module.css'

type DealMainProps = {
  deal: DealView
  /** A chat chosen elsewhere in the card: each time anew, its composer is made ready. */
  target: { chatId: string } | null
  /** Opens the choice of where to write to a contact. */
  onWrite: (contactId: number) => void
}

/** The middle of the card: open conversations, feed, composer. */
export function DealMain({ deal, target, onWrite }: DealMainProps): ReactElement {
  const say = useWords(dealWords)
  const sayWriting = useWords(writingWords)
  const { user } = useSession()
  const loaded = useDealFeed(deal.id)
  const [hidden, show] = useFeedFilter()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const composer = useRef<ComposerHandle>(null)
  const feed = useRef<FeedHandle>(null)
  const picker = useRef<HTMLButtonElement>(null)
  const newestOf = useNewestOf(loaded.feed?.items)
  const recipients = recipientsOf(deal)
  const writable = deal.contacts.find((each) => each.isMain) ?? deal.contacts[0]
  const chosen = chooseRecipient(recipients, chosenId, loaded.feed?.items, recallChat)
  const chat = useChat(chosen?.id ?? null)
  const canWrite = chat.data?.cannotWrite === null

  const withComposer = useComposerOf(composer, canWrite ? (chat.data?.id ?? null) : null, setChosenId)
  // The answer goes where the question came from.
  const quote = useCallback(
    (message: MessageView) => withComposer(message.chatId, (each) => each.quote(quoteOf(message))),
    [withComposer],
  )
  const edit = useCallback(
    (message: MessageView) => withComposer(message.chatId, (each) => each.edit(message)),
    [withComposer],
  )
  const actions = useMemo(
    () => ({
      onReply: quote,
      onEdit: edit,
      onRestore: (entry: OutboxEntry) => composer.current?.restore(entry),
    }),
    [quote, edit],
  )
  const choose = (recipient: Recipient): void => {
    rememberChat(recipient.contactId, recipient.id)
    withComposer(recipient.id, (each) => each.focus())
  }
  useEffect(() => {
    if (target) withComposer(target.chatId, (each) => each.focus())
  }, [target, withComposer])
  useDealKeys(composer, feed, picker, quote)
  const recipientPicker = chosen && (
    <RecipientPicker
      ref={picker}
      recipients={recipients}
      chosen={chosen}
      onChoose={choose}
      onMore={() => onWrite(chosen.contactId)}
    />
  )

  return (
    <DropZone
      className={classes.main}
      chat={canWrite && chat.data ? chat.data : null}
      onDrop={(files) => composer.current?.attach(files)}
    >
      <header className={classes.feedHead}>
        <h2 className={classes.feedTitle}>
          <span className={classes.onWide}>{say('deal.feed')}</span>
          <bdi className={classes.onPhone}>{deal.name}</bdi>
        </h2>
        <FeedFilter hidden={hidden} onShow={show} />
      </header>
      <OpenTalksStrip deal={deal} newestOf={newestOf} />
      {loaded.feed && loaded.feed.items.length > 0 ? (
        <ClientFaces value={deal.contacts}>
          <DealFeed
            ref={feed}
            deal={deal}
            loaded={{ ...loaded, feed: loaded.feed }}
            hidden={hidden}
            onShowAll={() => feedGroups.forEach((group) => show(group, true))}
            actions={actions}
          />
        </ClientFaces>
      ) : (
        <div className={classes.place}>
          {loaded.feed ? (
            <EmptyState title={say('deal.feed.empty')} />
          ) : loaded.error ? (
            <ErrorState title={say('deal.feed.error')} error={loaded.error} onRetry={loaded.retry} />
          ) : (
            <ChatSkeleton />
          )}
        </div>
      )}
      {chosen && chat.data && canWrite && loaded.feed && (
        <Composer
          key={chosen.id}
          ref={composer}
          chat={chat.data}
          card={{ kind: 'deal', id: deal.id }}
          dealName={deal.name}
          closedNumber={null}
          newestMessageId={newestOf(chosen.id)?.id ?? chat.data.lastMessageId}
          top={recipientPicker}
          findMessage={(id) => findQuote(loaded.feed?.items, id)}
          findLastOwn={() => findLastOwn(messagesOf(loaded.feed?.items), chosen.id, user.id)}
          onSent={() => {
            rememberChat(chosen.contactId, chosen.id)
            requestAnimationFrame(() => feed.current?.toEnd())
          }}
          onClose={null}
          onLeave={() => feed.current?.focus()}
        />
      )}
      {chosen && chat.data && !canWrite && (
        <div className={classes.cannot}>
          {recipientPicker}
          <CannotWrite chat={chat.data} other={null} onSwitch={setChosenId} />
        </div>
      )}
      {!chosen && (
        <div className={classes.noChats}>
          {say('deal.noChats')}
          {writable && (
            <Button variant="light" onClick={() => onWrite(writable.id)}>
              {sayWriting('write.to', { name: writable.name })}
            </Button>
          )}
        </div>
      )}
    </DropZone>
  )
}

type Items = NonNullable<ReturnType<typeof useDealFeed>['feed']>['items'] | undefined

function useNewestOf(items: Items): (chatId: string) => MessageView | null {
  return useCallback(
    (chatId) => {
      const found = items?.findLast((item) => item.type === 'message' && item.message.chatId === chatId)
      return found?.type === 'message' ? found.message : null
    },
    [items],
  )
}

function messagesOf(items: Items): MessageView[] {
  return items?.flatMap((item) => (item.type === 'message' ? [item.message] : [])) ?? []
}

function findQuote(items: Items, id: string): ReturnType<typeof quoteOf> | null {
  const found = items?.find((item) => item.type === 'message' && item.message.id === id)
  return found?.type === 'message' ? quoteOf(found.message) : null
}

function useDealKeys(
  composer: { current: ComposerHandle | null },
  feed: { current: FeedHandle | null },
  picker: { current: HTMLButtonElement | null },
  quote: (message: MessageView) => void,
): void {
  const say = useWords(chatWords)
  const sayDeal = useWords(dealWords)
  useHotkeys(say('talk.hotkeys'), [
    {
      keys: 'alt+k',
      label: sayDeal('deal.key.recipient'),
      inFields: true,
      run: () => picker.current?.click(),
    },
    { keys: 'r', label: say('talk.key.reply'), run: () => composer.current?.focus() },
    {
      keys: 'q',
      label: say('talk.key.quote'),
      run: () => {
        const message = feed.current?.focused()
        if (message) quote(message)
      },
    },
    { keys: 'shift+f10', label: say('talk.key.menu'), run: openFocusedMenu },
    { keys: 'contextmenu', label: say('talk.key.menu'), run: openFocusedMenu },
    { keys: 'end', label: say('talk.toend'), run: () => feed.current?.toEnd() },
    {
      keys: 'alt+u',
      label: say('talk.key.attach'),
      inFields: true,
      run: () => composer.current?.pickFiles(),
    },
  ])
}
