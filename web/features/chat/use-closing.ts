import { useEffect, useRef, useState } from 'react'
import type { ConversationRow } from '#contract/conversations'
import { useWords } from '../../lib/words.ts'
import { failureToast } from '../../ui/toasts.tsx'
import type { ConversationActions } from '../imbox/use-conversation-actions.ts'
import { chatWords } from './labels.ts'

export type Closing = {
  close: (row: ConversationRow, seenMessageId: string | null) => void
  /** The conversation in which a new message came; null when there is nothing to ask. */
  asks: number | null
  stay: () => void
  closeAnyway: () => void
}

/** Closing with its one question. */
export function useClosing(actions: ConversationActions): Closing {
  const say = useWords(chatWords)
  const [asked, setAsked] = useState<ConversationRow | null>(null)
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  return {
    close: (row, seenMessageId) => {
      void actions.close(row, seenMessageId).then((outcome) => {
        if (outcome !== 'new_message') return
        // A message that closes may get through after one has gone on to other chats.
        if (isHere.current) setAsked(row)
        else failureToast(say('talk.notClosed', { number: row.number }))
      })
    },
    asks: asked?.number ?? null,
    stay: () => setAsked(null),
    closeAnyway: () => {
      setAsked(null)
      if (asked) void actions.close(asked, null, true)
    },
  }
}
