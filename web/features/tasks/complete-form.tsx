import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { completeTask } from '#contract/tasks'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { taskWords } from './labels.ts'
import classes from './tasks.module.css'

type CompleteFormProps = {
  /** What has been written already. */
  written: string
  onWrite: (result: string) => void
  /** Rejects with the reason, which is said beside the field: what was written stays. */
  onComplete: (result: string) => Promise<void>
  onClose: () => void
}

/** What came of a task; Enter completes it, Esc leaves it open. */
export function CompleteForm({ written, onWrite, onComplete, onClose }: CompleteFormProps): ReactElement {
  const say = useWords(taskWords)
  const [initial] = useState({ result: written })
  const form = useForm({
    initial,
    schema: completeTask.body,
    save: async ({ result }) => {
      await onComplete(result)
      onClose()
    },
  })
  return (
    <form
      {...form.props}
      className={classes.complete}
      onKeyDown={(event) => {
        form.props.onKeyDown(event)
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <TextInput
        className={classes.grow}
        aria-label={say('task.f.result')}
        placeholder={say('task.f.result.ph')}
        maxLength={4000}
        autoFocus
        autoComplete="off"
        value={form.values.result}
        error={form.problems.result ?? form.failure}
        onChange={(event) => {
          form.set('result', event.currentTarget.value)
          onWrite(event.currentTarget.value)
        }}
      />
      <Button type="submit" loading={form.isSaving}>
        {say('task.complete')}
      </Button>
    </form>
  )
}
