import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { saveInternalDraft } from '#contract/internal'
import type { InternalChat } from '#contract/internal'
import type { Principal } from '#contract/participants'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { DraftKeeper } from '../composer/draft-keeper.ts'
import type { DraftContent } from '../composer/draft-keeper.ts'
import { chatKey } from './internal-cache.ts'
import type { LoadedInternalChat } from './use-chats.ts'

export type Written = { text: string; fileIds: string[]; recipients: Principal[]; replyToId: string | null }

const contentOf = (draft: InternalChat['draft']): DraftContent => ({
  text: draft?.text ?? '',
  fileIds: draft?.files.map(({ id }) => id) ?? [],
  recipients: draft?.recipients ?? [],
  replyToId: draft?.replyToId ?? null,
})

const isRefused = (error: unknown): boolean =>
  isApiError(error, 'file.not_found') ||
  isApiError(error, 'internal.chat_not_found') ||
  isApiError(error, 'request.invalid')

/** Keeps what is written to colleagues on the server, apart from what is written to the client. */
export function useInternalDraft(
  chat: LoadedInternalChat,
  written: Written,
  show: (draft: InternalChat['draft']) => void,
): DraftKeeper {
  const client = useQueryClient()
  const savedAt = useRef(0)
  const [keeper] = useState(
    () =>
      new DraftKeeper(
        {
          save: async ({ recipients = [], ...content }, isLast) => {
            savedAt.current = Number.POSITIVE_INFINITY
            try {
              const given = { chatId: chat.id, recipients: [...recipients], ...content }
              return await call(saveInternalDraft, given, { keepalive: isLast })
            } catch (error) {
              if (isRefused(error)) return { version: 0 }
              throw error
            } finally {
              savedAt.current = Date.now()
            }
          },
          reload: () => void client.invalidateQueries({ queryKey: chatKey(chat.id) }),
          later: (callback, delayMs) => {
            const timer = setTimeout(callback, delayMs)
            return () => clearTimeout(timer)
          },
        },
        contentOf(chat.draft),
        chat.draft?.version ?? 0,
      ),
  )
  const content = JSON.stringify(written)
  useEffect(() => keeper.change(JSON.parse(content) as Written), [keeper, content])

  const offered = useRef(chat.askedAt)
  useEffect(() => {
    const isNews = chat.askedAt > offered.current && chat.askedAt > savedAt.current
    offered.current = chat.askedAt
    if (isNews && keeper.offer(contentOf(chat.draft), chat.draft?.version ?? 0)) show(chat.draft)
  }, [keeper, chat, show])
  useEffect(() => {
    const leave = (): void => keeper.flush(true)
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      keeper.flush()
      // What is loaded next time has the draft as it was left.
      void client.invalidateQueries({ queryKey: chatKey(chat.id), refetchType: 'none' })
    }
  }, [client, chat.id, keeper])
  useLive('internal.draft', ({ chatId, version }) => {
    if (chatId === chat.id) keeper.heard(version)
  })
  return keeper
}
