import { useState } from 'react'
import type { ConversationRow } from '#contract/conversations'
import type { ConversationActions } from '../imbox/use-conversation-actions.ts'

export type Closing = {
  close: (row: ConversationRow, seenMessageId: string | null) => void
  /** The conversation in which a new message came; null when there is nothing to ask. */
  asks: number | null
  stay: () => void
  closeAnyway: () => void
}

/** Closing with its one question. */
export function useClosing(actions: ConversationActions): Closing {
  const [asked, setAsked] = useState<ConversationRow | null>(null)
  return {
    close: (row, seenMessageId) => {
      void actions.close(row, seenMessageId).then((outcome) => {
        if (outcome === 'new_message') setAsked(row)
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
