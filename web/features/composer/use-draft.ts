import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { FileView } from '#contract/files'
import type { ChatView } from '#contract/messages'
import { saveDraft } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { chatKey } from '../chat/thread-cache.ts'
import type { LoadedChat } from '../chat/use-chat.ts'
import { DraftKeeper } from './draft-keeper.ts'
import { clientPlace, leftDrafts } from './left-behind.ts'
import type { DraftContent } from './draft-keeper.ts'
import { storedOf } from './composer-files.ts'
import type { ComposerFile } from './composer-files.ts'

/** When a chat's draft was last saved from here: what was asked for before it is older. */
const savedAt = new Map<string, number>()

const noDraft: DraftContent = { text: '', fileIds: [], replyToId: null }

const draftContent = (draft: ChatView['draft']): DraftContent =>
  draft
    ? { text: draft.text, fileIds: draft.files.map((file) => file.id), replyToId: draft.replyToId }
    : noDraft

/** What the server will never take is not tried again; the text is still in the field. */
const isRefused = (error: unknown): boolean =>
  isApiError(error, 'file.not_found') ||
  isApiError(error, 'chat.not_found') ||
  isApiError(error, 'request.invalid')

/** What the composer holds, as it is kept: files count once they are stored. */
export type Written = { text: string; files: readonly ComposerFile[]; replyToId: string | null }

/**
 * Keeps what is written in a chat on the server while it changes, and gives it up to what was written on another device when
 * nobody writes here. `show` is called with the draft to show.
 */
export function useDraft(
  chat: LoadedChat,
  written: Written,
  show: (draft: ChatView['draft']) => void,
): DraftKeeper {
  const client = useQueryClient()
  const place = clientPlace(chat.id)
  // Who comes back before all was saved goes on with the keeper that still tries: two would write over each other.
  const [keeper] = useState(
    () =>
      leftDrafts.find(place, (left) => left.hasUnsaved) ??
      new DraftKeeper(
        {
          save: async (content, isLast) => {
            savedAt.set(chat.id, Number.POSITIVE_INFINITY)
            try {
              return await call(saveDraft, { chatId: chat.id, ...content }, { keepalive: isLast })
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
        draftContent(chat.draft),
        chat.draft?.version ?? 0,
      ),
  )

  const { text, files, replyToId } = written
  const latest = useRef<Kept>({ text, files: [], replyToId })
  useEffect(() => {
    const stored = storedOf(files)
    latest.current = { text, files: stored, replyToId }
    keeper.change(keptContent(latest.current), stored.length < files.length)
  }, [keeper, text, files, replyToId])

  const offered = useRef(chat.askedAt)
  useEffect(() => {
    const isNews = chat.askedAt > offered.current && chat.askedAt > (savedAt.get(chat.id) ?? 0)
    offered.current = chat.askedAt
    if (isNews && keeper.offer(draftContent(chat.draft), chat.draft?.version ?? 0)) show(chat.draft)
  }, [keeper, chat, show])

  useEffect(() => {
    const leave = (): void => keeper.flush(true)
    addEventListener('pagehide', leave)
    leftDrafts.take(place)
    return () => {
      removeEventListener('pagehide', leave)
      keeper.leave()
      if (keeper.hasUnsaved) leftDrafts.keep(place, keeper)
      rememberDraft(client, chat.id, latest.current)
    }
  }, [client, chat.id, place, keeper])

  useLive('draft', (change) => {
    if (change.chatId === chat.id) keeper.heard(change.version)
  })
  return keeper
}

export type Kept = { text: string; files: readonly FileView[]; replyToId: string | null }

export const keptContent = ({ text, files, replyToId }: Kept): DraftContent => ({
  text,
  fileIds: files.map((file) => file.id),
  replyToId,
})

/** The loaded chat remembers what is written, so that coming back to it shows the same before the server is asked. */
export function rememberDraft(client: QueryClient, chatId: string, { text, files, replyToId }: Kept): void {
  const isEmpty = text === '' && files.length === 0 && replyToId === null
  client.setQueryData<LoadedChat>(
    chatKey(chatId),
    (chat) =>
      chat && {
        ...chat,
        draft: isEmpty ? null : { text, files: [...files], replyToId, version: chat.draft?.version ?? 0 },
      },
  )
}
