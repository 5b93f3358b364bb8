import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { closeConversation, dismissConversation } from '#contract/conversations'
import type { ConversationRow } from '#contract/conversations'
import type { CardParts } from '#contract/cards'
import type { CardRef } from '#contract/common'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { askRow } from '../imbox/conversation-cache.ts'
import { cardKey } from './card.ts'

export type OpenTalk = CardParts['openConversations'][number]

export type OpenTalks = {
  dismiss: (talk: OpenTalk) => void
  close: (talk: OpenTalk, seenMessageId: string | null) => void
  /** The conversation in which a new message came while it was being closed. */
  asks: OpenTalk | null
  stay: () => void
  closeAnyway: () => void
}

/** What can be done with the open conversations from the card: seen at once, put back when refused. */
export function useOpenTalks(card: CardRef): OpenTalks {
  const client = useQueryClient()
  const [asks, setAsks] = useState<OpenTalk | null>(null)
  const patch = (change: (talks: OpenTalk[]) => OpenTalk[]): void => {
    client.setQueryData<CardParts>(
      cardKey(card),
      (known) => known && { ...known, openConversations: change(known.openConversations) },
    )
  }
  const act = (talk: OpenTalk, ask: () => Promise<ConversationRow>): void => {
    askRow(client, ask).catch((error: unknown) => {
      patch((talks) => [...talks.filter((each) => each.number !== talk.number), talk])
      if (isApiError(error, 'conversation.new_message')) setAsks(talk)
      else errorToast(error)
    })
  }
  const close = (talk: OpenTalk, seenMessageId: string | null, anyway: boolean): void => {
    patch((talks) => talks.filter((each) => each.number !== talk.number))
    act(talk, () => call(closeConversation, { number: talk.number, seenMessageId, anyway }))
  }
  return {
    dismiss: (talk) => {
      patch((talks) =>
        talks.map((each) =>
          each.number === talk.number ? { ...each, isRead: true, waitingSince: null, due: null } : each,
        ),
      )
      act(talk, () => call(dismissConversation, { number: talk.number }))
    },
    close: (talk, seenMessageId) => close(talk, seenMessageId, false),
    asks,
    stay: () => setAsks(null),
    closeAnyway: () => {
      setAsks(null)
      if (asks) close(asks, null, true)
    },
  }
}
