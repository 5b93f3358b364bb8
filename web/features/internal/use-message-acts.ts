import { useQueryClient } from '@tanstack/react-query'
import { deleteInternal, reactInternal } from '#contract/internal'
import type { InternalMessage } from '#contract/internal'
import { call } from '../../lib/api.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { applyInternal } from './internal-cache.ts'

/** What one does with a message of colleagues at once. */
export function useMessageActs({ id }: InternalMessage): {
  react: (emoji: string, isOn: boolean) => void
  remove: () => void
} {
  const client = useQueryClient()
  const take = (answer: Promise<InternalMessage>): void => {
    answer.then((message) => applyInternal(client, message)).catch(errorToast)
  }
  return {
    react: (emoji, isOn) => take(call(reactInternal, { messageId: id, emoji, isOn })),
    remove: () => take(call(deleteInternal, { messageId: id })),
  }
}
