import { Button, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { createPipeline } from '#contract/pipelines'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import classes from './pipelines.module.css'

/** What is sent: a `requestId` with each, the same when the same is sent again. */
export type Added = { requestId: string; name: string }
type Props = { label: string; button: string; onAdd: (added: Added) => Promise<void> }

/** One more of a list, by its name. */
export function AddForm({ label, button, onAdd }: Props): ReactElement {
  const create = useCreate()
  const form = useForm({
    initial: { name: '' },
    schema: createPipeline.body,
    fieldOf: { 'loss_reason.taken': 'name' },
    save: async ({ name }) => {
      await create(name, (requestId) => onAdd({ requestId, name }))
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
