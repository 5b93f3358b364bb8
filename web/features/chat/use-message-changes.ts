import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteMessage, editMessage, reactToMessage } from '#contract/messages'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { changeFailed } from './change-failure.ts'
import { applyAnswer, showMessage } from './thread-cache.ts'

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
      const others = message.reactions.filter(({ side }) => side !== 'ours')
      const ours = emoji === null ? [] : [{ side: 'ours' as const, emoji }]
      showMessage(client, { ...message, reactions: [...others, ...ours] })
      act(call(reactToMessage, { messageId, emoji }), () => showMessage(client, message))
    },
    remove: () => act(call(deleteMessage, { messageId })),
    edit: (text) => act(call(editMessage, { messageId, text })),
  }
}
