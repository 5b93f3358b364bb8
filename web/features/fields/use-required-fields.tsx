import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityKind } from '#contract/common'
import type { FieldValue } from '#contract/field-values'
import type { FieldView } from '#contract/fields'
import { isApiError } from '../../lib/api-error.ts'
import { errorText } from '../../lib/error-text.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { errorToast } from '../../ui/toasts.tsx'
import { readDraft, toDraft, type Draft } from './draft.ts'
import { FieldInput } from './field-input.tsx'
import { useFields } from './fields-data.ts'
import { fieldCardWords } from './labels.ts'
import { problemText } from './problem-text.ts'

export type FilledFields = Record<string, FieldValue | null>
type Retry = (fields: FilledFields) => Promise<unknown>
type Asking = { fieldIds: number[]; retry: Retry }

/** What the card is about to do. */
type Purpose = 'move' | 'make'
const words = {
  move: { title: 'fields.ask', button: 'fields.ask.do' },
  make: { title: 'fields.ask.make', button: 'fields.ask.make.do' },
} as const

export type RequiredFields = {
  /** What catches a refused change: asks for the fields that the stage needs and makes it again with them. */
  orAsk: (retry: Retry) => (error: unknown) => void
  /** The same for a form, which shows every other reason itself: throws it. */
  orAskOnly: (retry: Retry) => (error: unknown) => void
  isAsking: boolean
  /** To be rendered, outside of any form: what asks. */
  dialog: ReactElement
}

/** For whatever makes a card in a stage or moves it to another. */
export function useRequiredFields(kind: EntityKind, purpose: Purpose = 'move'): RequiredFields {
  const say = useWords(fieldCardWords)
  const [asking, setAsking] = useState<Asking | null>(null)
  const close = (): void => setAsking(null)
  const ask = (retry: Retry, error: unknown): boolean => {
    if (!isApiError(error, 'field.required')) return false
    setAsking({ fieldIds: error.fields.map(fieldIdOf), retry })
    return true
  }
  return {
    orAsk: (retry) => (error) => {
      if (!ask(retry, error)) errorToast(error)
    },
    orAskOnly: (retry) => (error) => {
      if (!ask(retry, error)) throw error
    },
    isAsking: asking !== null,
    dialog: (
      <Modal opened={asking !== null} onClose={close} title={say(words[purpose].title)}>
        {asking ? <RequiredForm {...asking} kind={kind} purpose={purpose} onClose={close} /> : null}
      </Modal>
    ),
  }
}

/** Of a problem's path, `fields.12`. */
function fieldIdOf({ path }: { path: string }): number {
  return Number(path.replace('fields.', ''))
}

type RequiredFormProps = Asking & { kind: EntityKind; purpose: Purpose; onClose: () => void }

function RequiredForm({ fieldIds, retry, kind, purpose, onClose }: RequiredFormProps): ReactElement {
  const say = useWords(fieldCardWords)
  const { timeZone } = useSession().user
  const fields = useFields(kind).filter(({ id }) => fieldIds.includes(id))
  const [drafts, setDrafts] = useState<Partial<Record<number, Draft>>>({})
  const [problems, setProblems] = useState<Partial<Record<number, string>>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const draftOf = ({ id, type }: FieldView): Draft => drafts[id] ?? toDraft(type, null, timeZone)

  async function save(): Promise<void> {
    const filled: FilledFields = {}
    const found: Partial<Record<number, string>> = {}
    for (const field of fields) {
      const read = readDraft(field, draftOf(field), timeZone, null)
      if (read.problem === null && read.value !== null) filled[field.id] = read.value
      else found[field.id] = problemText(field.type, read.problem === null ? { problem: 'required' } : read)
    }
    setProblems(found)
    setFailure(null)
    if (Object.keys(found).length > 0) return
    setSaving(true)
    try {
      await retry(filled)
      onClose()
    } catch (error) {
      setSaving(false)
      const refused = isApiError(error) ? error.fields : []
      const typeOf = (id: number): FieldView['type'] =>
        fields.find((field) => field.id === id)?.type ?? 'text'
      setProblems(
        Object.fromEntries(
          refused.map((problem) => {
            const id = fieldIdOf(problem)
            return [id, problemText(typeOf(id), problem)]
          }),
        ),
      )
      if (refused.length === 0) setFailure(errorText(error))
    }
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack gap="md">
        {fields.map((field, place) => (
          <FieldInput
            key={field.id}
            field={field}
            draft={draftOf(field)}
            error={problems[field.id] ?? null}
            hasLabel
            autoFocus={place === 0}
            onChange={(draft) => {
              setDrafts((before) => ({ ...before, [field.id]: draft }))
              setProblems(({ [field.id]: _gone, ...rest }) => rest)
            }}
          />
        ))}
        <FormFailure text={failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={isSaving}>
            {say(words[purpose].button)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
