import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { saveInternalDraft } from '#contract/internal'
import type { FileView } from '#contract/files'
import type { InternalChat } from '#contract/internal'
import type { Principal } from '#contract/participants'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { DraftKeeper } from '../composer/draft-keeper.ts'
import type { DraftContent } from '../composer/draft-keeper.ts'
import { internalPlace, leftDrafts } from '../composer/left-behind.ts'
import { chatKey } from './internal-cache.ts'
import type { LoadedInternalChat } from './use-chats.ts'

export type Written = {
  text: string
  /** Those that are stored. */
  files: readonly FileView[]
  /** Others are on their way. */
  isFilling: boolean
  recipients: readonly Principal[]
  replyToId: string | null
}

/** When a chat's draft was last saved from here: what was asked for before it is older. */
const savedAt = new Map<string, number>()

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
  const place = internalPlace(chat.id)
  // Who comes back before all was saved goes on with the keeper that still tries: two would write over each other.
  const [keeper] = useState(
    () =>
      leftDrafts.find(place, (left) => left.hasUnsaved) ??
      new DraftKeeper(
        {
          save: async ({ recipients = [], ...content }, isLast) => {
            savedAt.set(chat.id, Number.POSITIVE_INFINITY)
            try {
              const given = { chatId: chat.id, recipients: [...recipients], ...content }
              return await call(saveInternalDraft, given, { keepalive: isLast })
            } catch (error) {
              if (isRefused(error)) return { version: 0 }
              throw error
            } finally {
              savedAt.set(chat.id, Date.now())
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
  const { text, files, isFilling, recipients, replyToId } = written
  const latest = useRef(written)
  useEffect(() => {
    latest.current = { text, files, isFilling, recipients, replyToId }
    keeper.change(writtenContent(latest.current), isFilling)
  }, [keeper, text, files, isFilling, recipients, replyToId])

  const offered = useRef(chat.askedAt)
  useEffect(() => {
    const isNews = chat.askedAt > offered.current && chat.askedAt > (savedAt.get(chat.id) ?? 0)
    offered.current = chat.askedAt
    if (isNews && keeper.offer(contentOf(chat.draft), chat.draft?.version ?? 0)) show(chat.draft)
  }, [keeper, chat, show])
  useEffect(() => {
    const leave = (): void => keeper.flush(true)
    addEventListener('pagehide', leave)
    leftDrafts.take(place)
    return () => {
      removeEventListener('pagehide', leave)
      keeper.leave()
      if (keeper.hasUnsaved) leftDrafts.keep(place, keeper)
      rememberWritten(client, chat.id, latest.current)
    }
  }, [client, chat.id, place, keeper])
  useLive('internal.draft', ({ chatId, version }) => {
    if (chatId === chat.id) keeper.heard(version)
  })
  return keeper
}

export const writtenContent = ({ text, files, recipients, replyToId }: Written): DraftContent => ({
  text,
  fileIds: files.map(({ id }) => id),
  recipients,
  replyToId,
})

/** The loaded chat remembers what is written, so that coming back to it shows the same before the server is asked. */
export function rememberWritten(client: QueryClient, chatId: string, written: Written): void {
  const { text, files, recipients, replyToId } = written
  const isEmpty = text === '' && files.length === 0 && recipients.length === 0 && replyToId === null
  client.setQueryData<LoadedInternalChat>(
    chatKey(chatId),
    (chat) =>
      chat && {
        ...chat,
        draft: isEmpty
          ? null
          : {
              text,
              files: [...files],
              recipients: [...recipients],
              replyToId,
              version: chat.draft?.version ?? 0,
            },
      },
  )
}
