import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { editInternal } from '#contract/internal'
import type { InternalMessage } from '#contract/internal'
import { call } from '../../lib/api.ts'
import { errorToast } from '../../ui/toasts.tsx'
import type { EditBoxView } from '../composer/edit-box.tsx'
import { applyInternal } from './internal-cache.ts'

type InternalEditing = {
  editing: EditBoxView | null
  start: (message: InternalMessage) => void
  leave: () => void
}

/** One's own message that is being changed in the field; the draft of a new one waits meanwhile. */
export function useInternalEditing(onLeft: () => void): InternalEditing {
  const client = useQueryClient()
  const [begun, setBegun] = useState<{ message: InternalMessage; text: string } | null>(null)
  const [isSaving, setSaving] = useState(false)
  const end = (): void => {
    setBegun(null)
    onLeft()
  }
  const save = async (messageId: string, text: string): Promise<void> => {
    setSaving(true)
    try {
      applyInternal(client, await call(editInternal, { messageId, text }))
      end()
    } catch (error) {
      errorToast(error)
    } finally {
      setSaving(false)
    }
  }
  const view = ({ message, text }: { message: InternalMessage; text: string }): EditBoxView => {
    const trimmed = text.trim()
    const canSave = trimmed !== '' || message.attachments.length > 0
    return {
      message,
      text,
      setText: (next) => setBegun({ message, text: next }),
      longest: null,
      canSave,
      isSaving,
      save: () => {
        if (isSaving || !canSave) return
        if (trimmed === message.text) end()
        else void save(message.id, trimmed)
      },
    }
  }
  return {
    editing: begun && view(begun),
    start: (message) => setBegun({ message, text: message.text }),
    leave: () => {
      if (begun) end()
    },
  }
}
