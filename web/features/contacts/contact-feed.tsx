import { useMemo } from 'react'
import type { ReactElement } from 'react'
import type { ContactView } from '#contract/contacts'
import { PeopleFeed } from '../cards/people-feed.tsx'
import { usePeopleFeedLive } from '../cards/use-people-feed-live.ts'

/** Everything that happened with the contact, in whatever card. */
export function ContactFeed({ contact }: { contact: ContactView }): ReactElement {
  const { id, name, avatarUrl, isBlocked, chats, canEdit } = contact
  const contacts = useMemo(
    () => [{ id, name, avatarUrl, isBlocked, chats, isMain: true, phone: null }],
    [id, name, avatarUrl, isBlocked, chats],
  )
  const holder = { kind: 'contact', id } as const
  usePeopleFeedLive(holder, {
    has: (ref) => ref.kind === 'contact' && ref.id === id,
    channelOf: (message) => chats.find((chat) => chat.id === message.chatId)?.channelKind ?? null,
  })
  return <PeopleFeed holder={holder} name={name} canEdit={canEdit} contacts={contacts} />
}
