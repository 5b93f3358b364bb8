import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { sendInternal } from '#contract/internal'
import type { InternalChat, InternalMessage } from '#contract/internal'
import type { Principal } from '#contract/participants'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { errorToast } from '../../ui/toasts.tsx'
import type { DraftKeeper } from '../composer/draft-keeper.ts'
import { useFiles } from '../composer/use-files.ts'
import type { ComposerFiles } from '../composer/use-files.ts'
import { applyInternal } from './internal-cache.ts'
import type { LoadedInternalChat } from './use-chats.ts'
import { useInternalDraft } from './use-internal-draft.ts'

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
  const [state, setState] = useState<'idle' | 'waiting' | 'sending'>('idle')
  const files = useFiles(chat.draft?.files ?? [])
  const answered = replyToId === null ? null : findMessage(replyToId)
  const stored = files.files.flatMap((file) => (file.stored ? [file.stored] : []))
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
  const push = async (): Promise<void> => {
    setState('sending')
    const fileIds = stored.map(({ id }) => id)
    const message = { chatId: chat.id, text: text.trim(), fileIds, recipients, replyToId }
    const what = JSON.stringify(message)
    if (last.current.what !== what) last.current = { what, id: crypto.randomUUID() }
    try {
      applyInternal(client, await call(sendInternal, { ...message, id: last.current.id }))
      last.current = { what: '', id: '' }
      show(null)
      onSent()
    } catch (error) {
      errorToast(error)
      if (isApiError(error, 'internal.no_recipients')) onNobody()
    } finally {
      setState('idle')
    }
  }
  const pushNow = useEffectEvent(() => void push())
  useEffect(() => {
    if (state !== 'waiting' || isUploading) return
    if (isSendable) pushNow()
    else setState('idle')
  }, [state, isUploading, isSendable])

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
      if (!isSendable || state !== 'idle') return
      if (isUploading) setState('waiting')
      else void push()
    },
    keeper,
  }
}
