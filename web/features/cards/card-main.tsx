import { Button } from '@mantine/core'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import type { MessageView } from '#contract/messages'
import { entityHref } from '../../lib/card-href.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { findLastOwn } from '../chat/change-rules.ts'
import { ClientFaces } from '../chat/client-faces.ts'
import { quoteOf } from '../chat/quote-of.ts'
import { useChat } from '../chat/use-chat.ts'
import { CannotWrite } from '../composer/composer-notice.tsx'
import { Composer } from '../composer/composer.tsx'
import type { ComposerHandle } from '../composer/composer.tsx'
import { DropZone } from '../composer/drop-zone.tsx'
import { AudienceSwitch } from '../internal/audience-switch.tsx'
import { internalWords } from '../internal/labels.ts'
import { TeamComposer } from '../internal/team-composer.tsx'
import { useAudience } from './use-audience.ts'
import type { OutboxEntry } from '../composer/outbox.ts'
import { GalleryButton } from '../gallery/gallery-button.tsx'
import { NoteButton } from '../notes/note-button.tsx'
import { PinnedNotes } from '../notes/pinned-notes.tsx'
import { writingWords } from '../writing/labels.ts'
import { rememberChat, recallChat } from '../writing/last-chat.ts'
import { chooseRecipient, recipientsOf } from './choose-recipient.ts'
import type { Recipient } from './choose-recipient.ts'
import { CardFeed } from './card-feed.tsx'
import type { FeedHandle } from './card-feed.tsx'
import type { Card } from './card.ts'
import { cardWords } from './labels.ts'
import { FeedHead } from './feed-head.tsx'
import { findQuote, internalOf, messagesOf, useNewestOf } from './feed-messages.ts'
import { OpenTalksStrip } from './open-talks.tsx'
import { RecipientPicker } from './recipient-picker.tsx'
import { useComposerOf } from './use-composer-of.ts'
import { useCardFeed } from './use-card-feed.ts'
import { useCardKeys } from './use-card-keys.ts'
import { FeedPlace, SinceLine } from './feed-place.tsx'
import { useFeedView } from './use-feed-view.ts'
import { useLostLine } from './use-lost-line.ts'
import classes from './card.module.css'

type CardMainProps = {
  card: Card
  /** A chat chosen elsewhere in the card: each time anew, its composer is made ready. */
  target: { chatId: string } | null
  /** Opens the choice of where to write to a contact. */
  onWrite: (contactId: number) => void
}

/** The middle of the card: open conversations, feed, composer. */
export function CardMain({ card, target, onWrite }: CardMainProps): ReactElement {
  const say = useWords(cardWords)
  const sayWriting = useWords(writingWords)
  const sayTeam = useWords(internalWords)
  const { user } = useSession()
  const view = useFeedView(entityHref(card))
  const loaded = useCardFeed(card, view)
  useLostLine(view, loaded.error)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const composer = useRef<ComposerHandle>(null)
  const feed = useRef<FeedHandle>(null)
  const picker = useRef<HTMLButtonElement>(null)
  const newestOf = useNewestOf(loaded.feed?.items)
  const recipients = recipientsOf(card)
  const writable = card.contacts.find((each) => each.isMain) ?? card.contacts[0]
  const chosen = chooseRecipient(recipients, chosenId, loaded.feed?.items, recallChat)
  const chat = useChat(chosen?.id ?? null)
  const canWrite = chat.data?.cannotWrite === null

  const audience = useAudience()
  const { toClient, team } = audience
  const chooseChat = useCallback(
    (chatId: string) => {
      toClient()
      setChosenId(chatId)
    },
    [toClient],
  )
  const withComposer = useComposerOf(composer, canWrite ? (chat.data?.id ?? null) : null, chooseChat)
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
  useCardKeys({
    composer: () => (audience.isTeam ? team.current : composer.current),
    feed,
    picker,
    quote,
    quoteInternal: audience.actions.onReply,
    onSwitch: () => audience.choose(audience.isTeam ? 'client' : 'team'),
    onTeam: () => audience.choose('team'),
  })
  const switcher = <AudienceSwitch value={audience.isTeam ? 'team' : 'client'} onChange={audience.choose} />
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
      words={audience.isTeam ? sayTeam('in.drop') : null}
      onDrop={(files) => (audience.isTeam ? team.current : composer.current)?.attach(files)}
    >
      <FeedHead
        name={card.name}
        view={view}
        tools={
          <>
            {card.canEdit && <NoteButton holder={{ kind: card.kind, id: card.id }} />}
            <GalleryButton card={card} onJump={view.jumpTo} />
          </>
        }
      />
      <PinnedNotes holder={{ kind: card.kind, id: card.id }} />
      <OpenTalksStrip card={card} newestOf={newestOf} />
      {view.since !== null && <SinceLine since={view.since} onNewest={() => view.jumpTo(null)} />}
      {loaded.feed && loaded.feed.items.length > 0 ? (
        <ClientFaces value={card.contacts}>
          <CardFeed
            key={`${view.search} ${view.turn}`}
            ref={feed}
            card={card}
            loaded={{ ...loaded, feed: loaded.feed }}
            view={view}
            actions={actions}
            teamActions={audience.actions}
          />
        </ClientFaces>
      ) : (
        <FeedPlace loaded={loaded} view={view} />
      )}
      <div hidden={audience.isTeam}>
        {chosen && chat.data && canWrite && loaded.feed && (
          <Composer
            key={chosen.id}
            ref={composer}
            chat={chat.data}
            card={{ kind: card.kind, id: card.id }}
            dealName={card.kind === 'deal' ? card.name : null}
            closedNumber={null}
            newestMessageId={newestOf(chosen.id)?.id ?? chat.data.lastMessageId}
            top={
              <div className={classes.top}>
                {switcher}
                {recipientPicker}
              </div>
            }
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
            {switcher}
            {recipientPicker}
            <CannotWrite chat={chat.data} other={null} onSwitch={setChosenId} />
          </div>
        )}
        {!chosen && (
          <div className={classes.noChats}>
            {switcher}
            {say('card.noChats')}
            {writable && (
              <Button variant="light" onClick={() => onWrite(writable.id)}>
                {sayWriting('write.to', { name: writable.name })}
              </Button>
            )}
          </div>
        )}
      </div>
      {audience.wasTeam && (
        <div hidden={!audience.isTeam}>
          <TeamComposer
            ref={audience.attach}
            card={{ kind: card.kind, id: card.id }}
            top={switcher}
            findMessage={(id) => internalOf(loaded.feed?.items).find((each) => each.id === id) ?? null}
            findLastOwn={() =>
              internalOf(loaded.feed?.items).findLast(
                ({ author, deletedAt }) => author.id === user.id && deletedAt === null,
              ) ?? null
            }
            onSent={() => requestAnimationFrame(() => feed.current?.toEnd())}
            onLeave={() => feed.current?.focus()}
          />
        </div>
      )}
    </DropZone>
  )
}
