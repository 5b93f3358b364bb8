import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { editMessage } from '#contract/messages'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { say } from '../../lib/words.ts'
import { failureToast } from '../../ui/toasts.tsx'
import { changeFailed } from '../chat/change-failure.ts'
import { mayEdit } from '../chat/change-rules.ts'
import { chatWords } from '../chat/labels.ts'
import { applyAnswer } from '../chat/thread-cache.ts'
import type { LoadedChat } from '../chat/use-chat.ts'

export type Editing = {
  message: MessageView
  text: string
  setText: (text: string) => void
  /** What the messenger takes, when the text is longer. */
  longest: number | null
  canSave: boolean
  isSaving: boolean
  save: () => void
}

type EditingModel = {
  editing: Editing | null
  /** Begins with a message that may be changed, else says why it may not. Whether it began. */
  start: (message: MessageView) => boolean
  leave: () => void
}

/** A message of ours that is being changed in the field. The draft of a new one waits meanwhile. */
export function useEditing({ channel }: LoadedChat, onLeft: () => void): EditingModel {
  const client = useQueryClient()
  const { user, rights } = useSession()
  const [begun, setBegun] = useState<{ message: MessageView; text: string } | null>(null)
  const [isSaving, setSaving] = useState(false)
  const leave = (): void => setBegun(null)
  useLeft(begun !== null, onLeft)

  const save = async ({ message, text }: { message: MessageView; text: string }): Promise<void> => {
    setSaving(true)
    const askedAt = Date.now()
    try {
      applyAnswer(client, await call(editMessage, { messageId: message.id, text }), askedAt)
      // Another message may be in the field by now.
      setBegun((now) => (now?.message.id === message.id ? null : now))
    } catch (error) {
      changeFailed(error)
    } finally {
      setSaving(false)
    }
  }

  return {
    editing: begun && toEditing(begun),
    start: (message) => {
      const asker = { userId: user.id, isAdmin: rights.isAdmin }
      const permission = mayEdit(message, channel.capabilities, asker, Date.now())
      if (permission === 'yes') setBegun({ message, text: textOf(message) })
      else if (permission !== 'unheard_of') failureToast(say(chatWords)(`msg.no.${permission}`))
      return permission === 'yes'
    },
    leave,
  }

  function toEditing({ message, text }: { message: MessageView; text: string }): Editing {
    const trimmed = text.trim()
    const longest = longestOf(message, channel.capabilities)
    const isLong = trimmed.length > longest
    return {
      message,
      text,
      setText: (next) => setBegun({ message, text: next }),
      longest: isLong ? longest : null,
      canSave: !isLong && (trimmed !== '' || message.attachments.length > 0),
      isSaving,
      save: () => {
        if (isSaving || isLong || (trimmed === '' && message.attachments.length === 0)) return
        if (trimmed === textOf(message)) leave()
        else void save({ message, text: trimmed })
      },
    }
  }
}

/** Calls `onLeft` when the field of a new message stands there again. */
function useLeft(isEditing: boolean, onLeft: () => void): void {
  const wasEditing = useRef(false)
  const tell = useEffectEvent(onLeft)
  useEffect(() => {
    if (wasEditing.current && !isEditing) tell()
    wasEditing.current = isEditing
  }, [isEditing])
}

/** What was asked for last counts as the text, though the messenger may not have done it yet. */
function textOf({ text, change }: MessageView): string {
  return change?.kind === 'edit' ? (change.text ?? '') : text
}

function longestOf({ parts }: MessageView, can: LoadedChat['channel']['capabilities']): number {
  const part = parts.find((each) => each.text !== '') ?? parts[0]
  return part && part.files.length > 0 ? can.maxCaptionLength : can.maxTextLength
}
