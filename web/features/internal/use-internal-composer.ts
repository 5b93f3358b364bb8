import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { FileView } from '#contract/files'
import { sendInternal } from '#contract/internal'
import type { InternalChat, InternalMessage } from '#contract/internal'
import type { Principal } from '#contract/participants'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { errorToast } from '../../ui/toasts.tsx'
import type { DraftKeeper } from '../composer/draft-keeper.ts'
import { storedOf } from '../composer/composer-files.ts'
import { internalPlace, leftShelves } from '../composer/left-behind.ts'
import { useFiles } from '../composer/use-files.ts'
import type { ComposerFiles } from '../composer/use-files.ts'
import { applyInternal } from './internal-cache.ts'
import type { LoadedInternalChat } from './use-chats.ts'
import { rememberWritten, useInternalDraft, writtenContent } from './use-internal-draft.ts'
import type { Written } from './use-internal-draft.ts'

const nothing: Written = { text: '', files: [], isFilling: false, recipients: [], replyToId: null }

export type InternalQuote = { id: string; text: string; authorName: string | null }

export type InternalComposerModel = ComposerFiles & {
  text: string
  setText: (text: string) => void
  recipients: readonly Principal[]
  setRecipients: (recipients: Principal[]) => void
  replyTo: InternalQuote | null
  quote: (quote: InternalQuote | null) => void
  canSend: boolean
  /** It is on its way, or waits for its files. */
  isBusy: boolean
  send: () => void
  keeper: DraftKeeper
}

type Given = {
  chat: LoadedInternalChat
  findMessage: (id: string) => InternalMessage | null
  onSent: () => void
  /** Nobody takes part yet and nobody was named. */
  onNobody: () => void
}

export const quoteOf = ({ id, text, author, attachments }: InternalMessage): InternalQuote => ({
  id,
  text: text === '' ? (attachments[0]?.name ?? '') : text,
  authorName: author.name,
})

/** What one composer for colleagues holds and does. The words stay in the field until the server has them. */
export function useInternalComposer({ chat, findMessage, onSent, onNobody }: Given): InternalComposerModel {
  const client = useQueryClient()
  const [text, setText] = useState(chat.draft?.text ?? '')
  const [recipients, setRecipients] = useState<Principal[]>(chat.draft?.recipients ?? [])
  const [replyToId, setReplyToId] = useState(chat.draft?.replyToId ?? null)
  const { shelf, ...files } = useFiles(chat.draft?.files ?? [], internalPlace(chat.id))
  const [state, setState] = useState<'idle' | 'waiting' | 'sending'>(shelf.waiting ? 'waiting' : 'idle')
  const answered = replyToId === null ? null : findMessage(replyToId)
  const stored = useMemo(() => storedOf(files.files), [files.files])
  const { reset } = files
  const show = useCallback(
    (draft: InternalChat['draft']) => {
      setText(draft?.text ?? '')
      setRecipients(draft?.recipients ?? [])
      setReplyToId(draft?.replyToId ?? null)
      reset(draft?.files ?? [])
    },
    [reset],
  )
  const isFilling = stored.length < files.files.length
  const keeper = useInternalDraft(chat, { text, files: stored, isFilling, recipients, replyToId }, show)
  const isUploading = files.files.some((file) => file.state === 'uploading')
  const hasFailed = files.files.some((file) => file.state === 'failed')
  const isSendable = !hasFailed && (text.trim() !== '' || files.files.length > 0)

  // The same words tried again keep their id, so that they are said once.
  const last = useRef({ what: '', id: '' })
  const push = async (leaving: readonly FileView[]): Promise<boolean> => {
    setState('sending')
    shelf.waiting = null
    const fileIds = leaving.map(({ id }) => id)
    const message = { chatId: chat.id, text: text.trim(), fileIds, recipients, replyToId }
    const what = JSON.stringify(message)
    if (last.current.what !== what) last.current = { what, id: crypto.randomUUID() }
    try {
      applyInternal(client, await call(sendInternal, { ...message, id: last.current.id }))
      last.current = { what: '', id: '' }
      show(null)
      // Who has left the chat meanwhile has no field that would tell.
      keeper.change(writtenContent(nothing))
      onSent()
      return true
    } catch (error) {
      errorToast(error)
      if (isApiError(error, 'internal.no_recipients')) onNobody()
      return false
    } finally {
      setState('idle')
    }
  }
  const pushNow = useEffectEvent(() => void push(stored))
  useEffect(() => {
    if (state !== 'waiting' || isUploading) return
    if (isSendable) return pushNow()
    shelf.waiting = null
    setState('idle')
  }, [shelf, state, isUploading, isSendable])

  /** Files go on their way when one leaves, and what was sent leaves with the last of them. */
  const leave = useEffectEvent((): void => {
    if (!shelf.isBusy) return
    shelf.leave((now) => {
      const written = { text, files: storedOf(now), isFilling: false, recipients, replyToId }
      if (now.some((file) => file.state === 'failed')) shelf.waiting = null
      keeper.change(writtenContent(written))
      rememberWritten(client, chat.id, written)
      if (shelf.isBusy) return
      leftShelves.take(internalPlace(chat.id))
      if (!shelf.waiting) return
      void push(written.files).then((isSent) => isSent && rememberWritten(client, chat.id, nothing))
    })
  })
  useEffect(() => () => leave(), [])

  return {
    ...files,
    text,
    setText: (next) => {
      if (state !== 'sending') setText(next)
    },
    recipients,
    setRecipients,
    replyTo:
      replyToId === null
        ? null
        : answered
          ? quoteOf(answered)
          : { id: replyToId, text: '', authorName: null },
    quote: (quote) => setReplyToId(quote?.id ?? null),
    canSend: isSendable && state === 'idle',
    isBusy: state !== 'idle',
    send: () => {
      if (!isSendable || state !== 'idle' || shelf.waiting) return
      shelf.waiting = { afterwards: undefined }
      if (isUploading) setState('waiting')
      else void push(stored)
    },
    keeper,
  }
}
