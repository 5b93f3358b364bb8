import { useMemo } from 'react'
import type { ReactElement } from 'react'
import type { CardParts } from '#contract/cards'
import type { EntityRef } from '#contract/common'
import { entityHref } from '../../lib/card-href.ts'
import { ClientFaces } from '../chat/client-faces.ts'
import { GalleryButton } from '../gallery/gallery-button.tsx'
import { NoteButton } from '../notes/note-button.tsx'
import { PinnedNotes } from '../notes/pinned-notes.tsx'
import { CardFeed } from './card-feed.tsx'
import { FeedHead } from './feed-head.tsx'
import { FeedPlace, SinceLine } from './feed-place.tsx'
import { useCardFeed } from './use-card-feed.ts'
import { useFeedView } from './use-feed-view.ts'
import { useLostLine } from './use-lost-line.ts'
import classes from './card.module.css'

type PeopleFeedProps = {
  holder: EntityRef & { kind: 'contact' | 'company' }
  name: string
  canEdit: boolean
  /** Whose faces and channels are known here. */
  contacts: CardParts['contacts']
}

const noConversations: CardParts['openConversations'] = []
const onlyRead = { onReply: null, onEdit: null } as const
const messageActions = { ...onlyRead, onRestore: (): void => undefined }

/** Everything that happened with a contact, or with a company, its people and its deals. One writes in their cards. */
export function PeopleFeed({ holder, name, canEdit, contacts }: PeopleFeedProps): ReactElement {
  const view = useFeedView(entityHref(holder))
  const loaded = useCardFeed(holder, view)
  useLostLine(view, loaded.error)
  const { kind, id } = holder
  const owner = useMemo(
    () => ({ kind, id, name, contacts, openConversations: noConversations }),
    [kind, id, name, contacts],
  )
  return (
    <div className={classes.main}>
      <FeedHead
        name={name}
        view={view}
        tools={
          <>
            {canEdit && <NoteButton holder={holder} />}
            <GalleryButton card={holder} onJump={view.jumpTo} />
          </>
        }
      />
      <PinnedNotes holder={holder} />
      {view.since !== null && <SinceLine since={view.since} onNewest={() => view.jumpTo(null)} />}
      {loaded.feed && loaded.feed.items.length > 0 ? (
        <ClientFaces value={contacts}>
          <CardFeed
            key={`${view.search} ${view.turn}`}
            card={owner}
            loaded={{ ...loaded, feed: loaded.feed }}
            view={view}
            actions={messageActions}
            teamActions={onlyRead}
          />
        </ClientFaces>
      ) : (
        <FeedPlace loaded={loaded} view={view} />
      )}
    </div>
  )
}
