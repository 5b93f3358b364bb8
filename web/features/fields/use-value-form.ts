import { useState } from 'react'
import { isSameValue, type FieldValue } from '#contract/field-values'
import type { FieldView } from '#contract/fields'
import { isApiError } from '../../lib/api-error.ts'
import { errorText } from '../../lib/error-text.ts'
import { useSession } from '../../lib/session.ts'
import { readDraft, toDraft, type Draft } from './draft.ts'
import type { FieldChange } from './fields-data.ts'
import { problemText } from './problem-text.ts'

type ValueForm = {
  draft: Draft
  setDraft: (draft: Draft) => void
  error: string | null
  isSaving: boolean
  /** What somebody else has put there meanwhile; undefined: nobody has. */
  theirs: FieldValue | null | undefined
  save: () => Promise<void>
}

/**
 * Writes one value: what does not suit stays as it was typed, with the reason beside it; what somebody has changed meanwhile
 * is shown, and one decides whose word stands.
 */
export function useValueForm(
  field: FieldView,
  value: FieldValue | null,
  onSave: (change: FieldChange) => Promise<void>,
  onClose: () => void,
): ValueForm {
  const { timeZone } = useSession().user
  const [draft, setDraft] = useState(() => toDraft(field.type, value, timeZone))
  // What stood there when one began: a live change of it meanwhile is somebody else's word.
  const [seen, setSeen] = useState(value)
  const [error, setError] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [theirs, setTheirs] = useState<FieldValue | null | undefined>(undefined)

  async function save(): Promise<void> {
    const read = readDraft(field, draft, timeZone, seen)
    if (read.problem !== null) return setError(problemText(field.type, read))
    if (theirs === undefined && isSameValue(read.value, seen)) return onClose()
    setSaving(true)
    setError(null)
    try {
      await onSave({ fieldId: field.id, value: read.value, seen })
      onClose()
    } catch (thrown) {
      setSaving(false)
      if (isApiError(thrown, 'field.changed')) {
        const current = currentOf(thrown.details)
        setTheirs(current)
        return setSeen(current)
      }
      const [problem] = isApiError(thrown) ? thrown.fields : []
      setError(problem ? problemText(field.type, problem) : errorText(thrown))
    }
  }
  return {
    draft,
    setDraft: (next) => {
      setDraft(next)
      setError(null)
    },
    error,
    isSaving,
    theirs,
    save,
  }
}

/** What the server says stands there now. */
function currentOf({ current }: Record<string, unknown>): FieldValue | null {
  if (typeof current === 'string' || typeof current === 'number' || typeof current === 'boolean')
    return current
  return Array.isArray(current) ? current.filter((id) => typeof id === 'number') : null
}
