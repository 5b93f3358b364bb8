import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { CardParts } from '#contract/cards'
import type { CardRef, EntityRef } from '#contract/common'
import { useLive } from '../../lib/live-hooks.ts'
import { cardKey } from './card.ts'
import { refreshFeedNote, refreshFeedTask } from './feed-work.ts'
import { applyFeedMessage, feedKey } from './use-card-feed.ts'

function isSame(one: EntityRef | null, other: CardRef): boolean {
  return one?.kind === other.kind && one.id === other.id
}

/** Several changes of one action come together: they are asked for once. */
const gatherMs = 250

/**
 * Keeps an opened card true: its conversations, people and feed. `parts`: what is loaded of it. What it answers loads the card
 * and its feed anew, soon: for changes that only one kind of card has.
 */
export function useCardLive(card: CardRef, parts: CardParts | undefined): () => void {
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
      void client.invalidateQueries({ queryKey: cardKey(card) })
      void client.invalidateQueries({ queryKey: feedKey(card) })
    }, gatherMs)
  }
  const chats = parts?.contacts.flatMap((contact) => contact.chats) ?? []
  const numbers = new Set(parts?.openConversations.map((open) => open.number))
  useLive('message', ({ message }) => {
    const isOurs = message.number !== null && numbers.has(message.number)
    const chat = chats.find((each) => each.id === message.chatId)
    applyFeedMessage(client, card, message, isOurs ? (chat?.channelKind ?? null) : null)
    if (chat && !isOurs) reload()
  })
  useLive('conversation', ({ row }) => {
    const isHere = row.card?.kind === card.kind && row.card.id === card.id
    if (isHere || numbers.has(row.number)) reload()
  })
  useLive('conversation.gone', ({ number }) => {
    if (numbers.has(number)) reload()
  })
  useLive('task', ({ taskId, card: of }) => {
    if (!isSame(of, card)) return
    void refreshFeedTask(client, card, taskId)
    reload()
  })
  useLive('note', ({ noteId, holder }) => {
    if (!isSame(holder, card)) return
    void refreshFeedNote(client, card, noteId)
    reload()
  })
  useLive('participants', ({ card: changed }) => {
    if (changed.kind === card.kind && changed.id === card.id) reload()
  })
  useLive('gone', ({ thing }) => {
    if (isSame(thing, card) || (thing.kind === 'company' && thing.id === parts?.company?.id)) reload()
  })
  // One that was deleted can come back.
  useLive('company', ({ company }) => {
    if (parts && (parts.company === null || parts.company.id === company.id)) reload()
  })
  useLive('contact', ({ contact }) => {
    if (parts?.contacts.some((each) => each.id === contact.id) === true) reload()
  })
  return reload
}
