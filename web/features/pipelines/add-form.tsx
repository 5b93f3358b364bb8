import { Button, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { createPipeline } from '#contract/pipelines'
import { useForm } from '../../lib/use-form.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import classes from './pipelines.module.css'

type Props = { label: string; button: string; onAdd: (name: string) => Promise<void> }

/** One more of a list, by its name. */
export function AddForm({ label, button, onAdd }: Props): ReactElement {
  const form = useForm({
    initial: { name: '' },
    schema: createPipeline.body,
    fieldOf: { 'loss_reason.taken': 'name' },
    save: async ({ name }) => {
      await onAdd(name)
      form.set('name', '')
    },
  })
  return (
    <form {...form.props}>
      <div className={classes.add}>
        <TextInput
          aria-label={label}
          placeholder={label}
          value={form.values.name}
          error={form.problems.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
          autoComplete="off"
        />
        <Button type="submit" variant="default" loading={form.isSaving}>
          {button}
        </Button>
      </div>
      <FormFailure text={form.failure} />
    </form>
  )
}
