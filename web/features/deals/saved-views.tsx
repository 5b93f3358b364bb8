import { ActionIcon, Button, Checkbox, Menu, Popover, Stack, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { createSavedView } from '#contract/saved-views'
import type { SavedView } from '#contract/saved-views'
import { errorText } from '../../lib/error-text.ts'
import { useSession } from '../../lib/session.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { boardWords } from './board-labels.ts'
import { filterToSearch, noFilter } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'
import { useSavedViews } from './use-saved-views.ts'
import classes from './filter-panel.module.css'

type Props = { filter: DealFilter; onChange: (filter: DealFilter) => void }

/** Filters to be taken at once: all, one's own deals, and what was saved under a name. */
export function SavedViewList({ filter, onChange }: Props): ReactElement {
  const say = useWords(boardWords)
  const { user } = useSession()
  const { views, error, rename, overwrite, remove } = useSavedViews()
  const [renamed, setRenamed] = useState<SavedView | null>(null)
  const isNow = (each: DealFilter): boolean => filterToSearch(each) === filterToSearch(filter)
  const item = (key: string, name: string, wanted: DealFilter): ReactElement => (
    <button
      key={key}
      type="button"
      className={classes.view}
      aria-pressed={isNow(wanted)}
      onClick={() => onChange(wanted)}
    >
      <bdi>{name}</bdi>
    </button>
  )
  const here = { ...noFilter, pipelineId: filter.pipelineId }
  return (
    <section className={classes.group} aria-label={say('filter.saved')}>
      <h3 className={classes.label}>{say('filter.saved')}</h3>
      {item('all', say('filter.all'), here)}
      {item('mine', say('filter.mine'), { ...here, responsibleUserIds: [user.id] })}
      {error ? <p className={classes.hint}>{`${say('filter.saved.error')}. ${errorText(error)}`}</p> : null}
      {views.map((view) =>
        renamed?.id === view.id ? (
          <NameForm
            key={view.id}
            name={view.name}
            onSave={async (name) => {
              await rename(view, name)
              setRenamed(null)
            }}
            onClose={() => setRenamed(null)}
          />
        ) : (
          <div key={view.id} className={classes.saved}>
            {item(view.id, view.name, view.filter)}
            {view.isShared ? <span className={classes.hint}>{say('filter.shared')}</span> : null}
            {view.canChange ? (
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={say('filter.more', { name: view.name })}
                  >
                    <IconDots size={16} stroke={1.75} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => setRenamed(view)}>{say('filter.rename')}</Menu.Item>
                  <Menu.Item onClick={() => overwrite(view, filter)}>{say('filter.overwrite')}</Menu.Item>
                  <Menu.Item color="red" onClick={() => remove(view)}>
                    {say('filter.delete')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </div>
        ),
      )}
    </section>
  )
}

type NameProps = { name: string; onSave: (name: string) => Promise<void>; onClose: () => void }

function NameForm({ name, onSave, onClose }: NameProps): ReactElement {
  const say = useWords(boardWords)
  const form = useForm({
    initial: { name },
    schema: createSavedView.body.pick({ name: true }),
    save: (values) => onSave(values.name),
  })
  return (
    <form
      {...form.props}
      onKeyDown={(event) => {
        form.props.onKeyDown(event)
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <TextInput
        aria-label={say('filter.save.name')}
        value={form.values.name}
        error={form.problems.name ?? form.failure}
        onChange={(event) => form.set('name', event.currentTarget.value)}
        autoFocus
      />
    </form>
  )
}

/** Keeps the filter under a name. */
export function SaveViewButton({ filter }: { filter: DealFilter }): ReactElement {
  const say = useWords(boardWords)
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" width={260} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {say('filter.save')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <SaveForm filter={filter} onClose={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

function SaveForm({ filter, onClose }: { filter: DealFilter; onClose: () => void }): ReactElement {
  const say = useWords(boardWords)
  const { save } = useSavedViews()
  // A repeat after a lost answer is the same view.
  const [id] = useState(() => crypto.randomUUID())
  const form = useForm({
    initial: { name: '', isShared: false },
    schema: createSavedView.body.pick({ name: true, isShared: true }),
    save: async (values) => {
      await save({ id, ...values, filter })
      onClose()
    },
  })
  return (
    <form {...form.props}>
      <Stack gap="sm">
        <TextInput
          label={say('filter.save.name')}
          value={form.values.name}
          error={form.problems.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
          data-autofocus
          autoComplete="off"
        />
        <Checkbox
          label={say('filter.save.shared')}
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
