import { ActionIcon, Button, Checkbox, Popover, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconBookmarkPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { createImboxView } from '#contract/saved-views'
import type { ImboxFilter } from '#contract/saved-views'
import { useForm } from '../../../lib/use-form.ts'
import { useWords } from '../../../lib/words.ts'
import { FormFailure } from '../../../ui/form-failure.tsx'
import { imboxWords } from '../labels.ts'
import { useImboxViews } from './use-imbox-views.ts'

type Props = { filter: ImboxFilter; onSaved: () => void }

/** Keeps the filter under a name. */
export function SaveViewButton({ filter, onSaved }: Props): ReactElement {
  const say = useWords(imboxWords)
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="top-end"
      width={260}
      trapFocus
      returnFocus
      // In a layer of its own it would lie outside the filter, and a press in it would close that one.
      withinPortal={false}
    >
      <Popover.Target>
        <Tooltip label={say('views.save')} disabled={isOpen}>
          <ActionIcon
            variant="subtle"
            size={36}
            aria-label={say('views.save')}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <IconBookmarkPlus size={20} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}>
        <SaveForm
          filter={filter}
          onSaved={() => {
            setOpen(false)
            onSaved()
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

function SaveForm({ filter, onSaved }: Props): ReactElement {
  const say = useWords(imboxWords)
  const { save } = useImboxViews()
  // A repeat after a lost answer is the same view.
  const [id] = useState(() => crypto.randomUUID())
  const form = useForm({
    initial: { name: '', isShared: false },
    schema: createImboxView.body.pick({ name: true, isShared: true }),
    save: async (values) => {
      await save({ id, ...values, filter })
      onSaved()
    },
  })
  return (
    <form {...form.props}>
      <Stack gap="sm">
        <TextInput
          label={say('views.name')}
          value={form.values.name}
          error={form.problems.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
          data-autofocus
          autoComplete="off"
        />
        <Checkbox
          label={say('views.share')}
          checked={form.values.isShared}
          onChange={(event) => form.set('isShared', event.currentTarget.checked)}
        />
        <FormFailure text={form.failure} />
        <Button type="submit" loading={form.isSaving}>
          {say('c.save')}
        </Button>
      </Stack>
    </form>
  )
}
