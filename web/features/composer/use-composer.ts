import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { CardRef } from '#contract/common'
import { locationText } from '#contract/location'
import type { MapLocation } from '#contract/location'
import type { FileView } from '#contract/files'
import type { EndpointInput } from '#contract/endpoint'
import type { ChatView, MessageView } from '#contract/messages'
import { scheduleMessage } from '#contract/scheduled'
import { call } from '../../lib/api.ts'
import type { LoadedChat } from '../chat/use-chat.ts'
import { useOutbox } from './outbox-instance.ts'
import type { OutboxEntry } from './outbox.ts'
import { canSend, previewSplit, storedOf } from './composer-files.ts'
import type { SplitNoteView } from './composer-files.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import { clientPlace, leftShelves } from './left-behind.ts'
import { keptContent, rememberDraft, useDraft } from './use-draft.ts'
import type { Kept } from './use-draft.ts'
import { useFiles } from './use-files.ts'
import type { ComposerFiles } from './use-files.ts'

const nothing: Kept = { text: '', files: [], replyToId: null }

export type ReplyTo = NonNullable<MessageView['replyTo']>

export type ComposerModel = ComposerFiles & {
  text: string
  setText: (text: string) => void
  replyTo: ReplyTo | null
  quote: (message: ReplyTo | null) => void
  split: SplitNoteView
  canSend: boolean
  /** Send was pressed and the files are still on their way. */
  isWaiting: boolean
  /** `then` is called once the message got through. */
  send: (then?: () => void) => void
  /** Sends a voice message, or a place, beside what is written. */
  sendVoice: (file: FileView, durationSeconds: number) => void
  sendPlace: (place: MapLocation) => void
  /** Whether it may be planned now: the files are there. */
  canSchedule: boolean
  /** Plans the message and empties the field; throws what the server refuses. */
  schedule: (at: Date) => Promise<void>
  /** Puts a message that could not be sent back into the field, beside what is there; how many files there was no room for. */
  restore: (entry: OutboxEntry) => number
  keeper: DraftKeeper
}

type Given = {
  chat: LoadedChat
  card: CardRef | null
  newestMessageId: string | null
  findMessage: (id: string) => ReplyTo | null
  onSent: () => void
}

/** What one composer holds and does. It is made anew for every chat. */
export function useComposer({ chat, card, newestMessageId, findMessage, onSent }: Given): ComposerModel {
  const client = useQueryClient()
  const outbox = useOutbox()
  const [text, setText] = useState(chat.draft?.text ?? '')
  const [replyToId, setReplyToId] = useState(chat.draft?.replyToId ?? null)
  const { shelf, ...files } = useFiles(chat.draft?.files ?? [], clientPlace(chat.id))
  const [isWaiting, setWaiting] = useState(shelf.waiting !== null)
  const replyTo = useMemo(
    () =>
      replyToId === null ? null : (findMessage(replyToId) ?? { id: replyToId, text: '', authorName: null }),
    [replyToId, findMessage],
  )
  const seen = useSeen(text === '' && files.files.length === 0, newestMessageId)

  const { reset } = files
  const show = useCallback(
    (draft: ChatView['draft']) => {
      setText(draft?.text ?? '')
      setReplyToId(draft?.replyToId ?? null)
      reset(draft?.files ?? [])
    },
    [reset],
  )
  const keeper = useDraft(chat, { text, files: files.files, replyToId }, show)
  const split = useMemo(
    () => previewSplit(chat.channel.capabilities, text, files.files),
    [chat.channel.capabilities, text, files.files],
  )
  const isSendable = canSend(text, files.files, split.refused)
  const isUploading = files.files.some((file) => file.state === 'uploading')

  const plan = usePlanning()
  const add = (
    message: Pick<OutboxEntry, 'id' | 'text' | 'files' | 'replyTo' | 'voice' | 'location'>,
  ): void =>
    outbox.add({
      chatId: chat.id,
      card,
      seenMessageId: seen,
      anyway: false,
      at: new Date().toISOString(),
      ...message,
    })
  /** What is written stays: it is another message. */
  const addBeside = (message: Pick<OutboxEntry, 'files' | 'voice' | 'location'>): void => {
    add({ id: crypto.randomUUID(), text: '', replyTo: null, ...message })
    onSent()
  }
  const push = (stored: readonly FileView[]): void => {
    const id = crypto.randomUUID()
    const then = shelf.waiting?.afterwards
    shelf.waiting = null
    add({ id, text: text.trim(), files: [...stored], replyTo })
    if (then) void outbox.whenSent(id).then((isSent) => isSent && then())
  }
  const pushShown = (): void => {
    setWaiting(false)
    push(storedOf(files.files))
    show(null)
    onSent()
  }
  const pushNow = useEffectEvent(pushShown)
  useEffect(() => {
    if (!isWaiting) return
    if (!isSendable) {
      shelf.waiting = null
      setWaiting(false)
    } else if (!isUploading) pushNow()
  }, [shelf, isWaiting, isSendable, isUploading])

  /** Files go on their way when one leaves, and what was sent leaves with the last of them. */
  const leave = useEffectEvent((): void => {
    if (!shelf.isBusy) return
    shelf.leave((now) => {
      const stored = storedOf(now)
      if (now.some((file) => file.state === 'failed')) shelf.waiting = null
      const isLeaving = shelf.waiting !== null && stored.length === now.length
      if (isLeaving) push(stored)
      const kept = isLeaving ? nothing : { text, files: stored, replyToId }
      keeper.change(keptContent(kept))
      rememberDraft(client, chat.id, kept)
      if (!shelf.isBusy) leftShelves.take(clientPlace(chat.id))
    })
  })
  useEffect(() => () => leave(), [])

  return {
    ...files,
    text,
    setText,
    replyTo,
    quote: (message) => setReplyToId(message?.id ?? null),
    split,
    canSend: isSendable,
    isWaiting,
    send: (then) => {
      if (!isSendable || shelf.waiting) return
      shelf.waiting = { afterwards: then }
      if (isUploading) setWaiting(true)
      else pushShown()
    },
    sendVoice: (file, durationSeconds) => addBeside({ files: [file], voice: { durationSeconds } }),
    sendPlace: (location) => addBeside({ files: [], location }),
    canSchedule: isSendable && !isUploading && !isWaiting,
    schedule: async (at) => {
      await plan({
        chatId: chat.id,
        text: text.trim(),
        fileIds: storedOf(files.files).map((file) => file.id),
        replyToId,
        card,
        at: at.toISOString(),
      })
      show(null)
    },
    restore: (entry) => {
      const words = entry.location ? locationText(entry.location) : entry.text
      setText((written) => (written === '' ? words : `${words}\n${written}`))
      setReplyToId((known) => known ?? entry.replyTo?.id ?? null)
      return files.attachStored(entry.files)
    },
    keeper,
  }
}

type Plan = Omit<EndpointInput<typeof scheduleMessage>, 'id'>

/** Plans a message; the same one tried again keeps its id, so that it is planned once. */
function usePlanning(): (plan: Plan) => Promise<void> {
  const last = useRef({ what: '', id: '' })
  return async (plan) => {
    const what = JSON.stringify(plan)
    if (last.current.what !== what) last.current = { what, id: crypto.randomUUID() }
    await call(scheduleMessage, { ...plan, id: last.current.id })
    last.current = { what: '', id: '' }
  }
}

/** The newest message there was when one began to write: what R16 compares with. */
function useSeen(isEmpty: boolean, newest: string | null): string | null {
  const seen = useRef(newest)
  useEffect(() => {
    if (isEmpty) seen.current = newest
  }, [isEmpty, newest])
  return seen.current
}
