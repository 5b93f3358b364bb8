import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteMessage, editMessage, reactToMessage } from '#contract/messages'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { changeFailed } from './change-failure.ts'
import { showReaction } from './show-reaction.ts'
import { applyAnswer } from './thread-cache.ts'

export type MessageChanges = {
  isBusy: boolean
  /** Sets our one reaction; null takes it away. It is seen at once. */
  react: (emoji: string | null) => void
  remove: () => void
  edit: (text: string) => void
}

/** What can be done to a message in its messenger. Asks once however often it is pressed. */
export function useMessageChanges(message: MessageView): MessageChanges {
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const messageId = message.id
  const act = (ask: Promise<MessageView>, onFailed?: () => void): void => {
    const askedAt = Date.now()
    setBusy(true)
    ask
      .then((answer) => applyAnswer(client, answer, askedAt))
      .catch((error: unknown) => {
        onFailed?.()
        changeFailed(error)
      })
      .finally(() => setBusy(false))
  }
  return {
    isBusy,
    react: (emoji) => {
      const takeBack = showReaction(client, message, emoji)
      act(call(reactToMessage, { messageId, emoji }), takeBack)
    },
    remove: () => act(call(deleteMessage, { messageId })),
    edit: (text) => act(call(editMessage, { messageId, text })),
  }
}
