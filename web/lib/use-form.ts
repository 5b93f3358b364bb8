import { useRef, useState } from 'react'
import type { KeyboardEvent, RefObject, SubmitEvent } from 'react'
import type { z } from 'zod'
import type { FieldProblem } from '#contract/errors'
import { fieldProblem } from '#contract/field-problem'
import { ApiError } from './api-error.ts'
import type { ApiErrorCode } from './api-error.ts'
import { errorText } from './error-text.ts'
import { fieldText } from './field-words.ts'

type Values = Record<string, unknown>
type Problems<V extends Values> = Partial<Record<keyof V & string, string>>

export type Form<V extends Values> = {
  values: V
  set: <K extends keyof V & string>(name: K, value: V[K]) => void
  /** Other values than one has put in. */
  renew: (values: V) => void
  /** What is wrong, beside the field; empty until the form was sent once. */
  problems: Problems<V>
  /** What went wrong with the whole form, in words. */
  failure: string | null
  /** A colleague has saved something else meanwhile (`….changed_meanwhile`). */
  isDisputed: boolean
  isSaving: boolean
  /** For `<form>`: the first wrong field gets the focus. */
  props: {
    ref: RefObject<HTMLFormElement | null>
    noValidate: true
    onSubmit: (event: SubmitEvent<HTMLFormElement>) => void
    /** Ctrl Enter sends from wherever one is in the form. */
    onKeyDown: (event: KeyboardEvent<HTMLFormElement>) => void
  }
}

/**
 * A form that is checked by the schema of its endpoint before it leaves, and tells what the server refuses beside the field.
 * `fieldOf` says which field an error code is about, when it is about one.
 */
export function useForm<V extends Values>(options: {
  initial: V
  schema: z.ZodType
  fieldOf?: Partial<Record<ApiErrorCode, keyof V & string>>
  save: (values: V) => Promise<void>
}): Form<V> {
  const [values, setValues] = useState(options.initial)
  const [problems, setProblems] = useState<Problems<V>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [isDisputed, setDisputed] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const ref = useRef<HTMLFormElement>(null)

  function show(found: Problems<V>, text: string | null): void {
    setProblems(found)
    setFailure(text)
    if (Object.keys(found).length > 0) requestAnimationFrame(() => focusFirstProblem(ref.current))
  }

  async function submit(): Promise<void> {
    if (isSaving) return
    const checked = options.schema.safeParse(values)
    if (!checked.success) {
      return show(problemsOf(values, checked.error.issues.map(fieldProblem)), null)
    }
    setSaving(true)
    show({}, null)
    try {
      await options.save(values)
      setDisputed(false)
    } catch (error) {
      setDisputed(error instanceof ApiError && error.code.endsWith('.changed_meanwhile'))
      const field = error instanceof ApiError ? options.fieldOf?.[error.code] : undefined
      const found = error instanceof ApiError ? problemsOf(values, error.fields) : {}
      if (field) show({ [field]: errorText(error) } as Problems<V>, null)
      else show(found, Object.keys(found).length > 0 ? null : errorText(error))
    } finally {
      setSaving(false)
    }
  }

  return {
    values,
    set: (name, value) => {
      setValues((before) => ({ ...before, [name]: value }))
      setProblems(({ [name]: _gone, ...rest }) => rest as Problems<V>)
      setFailure(null)
    },
    renew: (fresh) => {
      setValues(fresh)
      setDisputed(false)
      show({}, null)
    },
    problems,
    failure,
    isDisputed,
    isSaving,
    props: {
      ref,
      noValidate: true,
      onSubmit: (event) => {
        event.preventDefault()
        void submit()
      },
      onKeyDown: (event) => {
        if (event.key !== 'Enter' || (!event.ctrlKey && !event.metaKey)) return
        event.preventDefault()
        event.currentTarget.requestSubmit()
      },
    },
  }
}

/** The first problem of each field the form has. */
function problemsOf<V extends Values>(values: V, fields: readonly FieldProblem[]): Problems<V> {
  const found: Record<string, string> = {}
  for (const problem of fields) {
    const name = problem.path.split('.').find((step) => Object.hasOwn(values, step))
    if (name !== undefined) found[name] ??= fieldText({ ...problem, path: name }, values[name])
  }
  return found as Problems<V>
}

function focusFirstProblem(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
