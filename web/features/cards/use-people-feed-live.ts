import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { ChannelKind } from '#contract/channels'
import type { EntityRef } from '#contract/common'
import type { MessageView } from '#contract/messages'
import { useLive } from '../../lib/live-hooks.ts'
import { refreshFeedNote, refreshFeedTask } from './feed-work.ts'
import { applyFeedMessage, feedKey } from './use-card-feed.ts'

/** Several changes of one action come together: they are asked for once. */
const gatherMs = 250

type Ours = {
  /** Whether a contact, a company or a card belongs to the feed. */
  has: (ref: EntityRef) => boolean
  /** The channel of a chat whose messages all stand here; null: it is not known, the feed is asked. */
  channelOf: (message: MessageView) => ChannelKind | null
}

/** Keeps the feed of a contact or a company true while it is looked at. */
export function usePeopleFeedLive(holder: EntityRef, { has, channelOf }: Ours): void {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  const reload = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: feedKey(holder) })
    }, gatherMs)
  }
  useLive('message', ({ message }) => applyFeedMessage(client, holder, message, channelOf(message)))
  useLive('conversation', ({ row }) => {
    if (has({ kind: 'contact', id: row.contact.id }) || (row.card && has(row.card))) reload()
  })
  useLive('conversation.gone', reload)
  useLive('task', ({ taskId, card, contactId, companyId }) => {
    const isOurs =
      (card && has(card)) ||
      (contactId !== null && has({ kind: 'contact', id: contactId })) ||
      (companyId !== null && has({ kind: 'company', id: companyId }))
    if (!isOurs) return
    void refreshFeedTask(client, holder, taskId)
    reload()
  })
  useLive('note', ({ noteId, holder: of }) => {
    if (!has(of)) return
    void refreshFeedNote(client, holder, noteId)
    reload()
  })
  useLive('internal.message', ({ message: { card } }) => {
    if (card && has(card)) reload()
  })
  useLive('contact', ({ contact: { id } }) => {
    if (has({ kind: 'contact', id })) reload()
  })
  useLive('company', ({ company: { id } }) => {
    if (has({ kind: 'company', id })) reload()
  })
  useLive('deal', ({ deal: { id } }) => {
    if (has({ kind: 'deal', id })) reload()
  })
  useLive('customer', ({ customer: { id } }) => {
    if (has({ kind: 'customer', id })) reload()
  })
}
