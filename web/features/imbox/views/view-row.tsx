import { ActionIcon, Menu, TextInput } from '@mantine/core'
import { IconDots, IconHome } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { createImboxView } from '#contract/saved-views'
import type { ImboxView } from '#contract/saved-views'
import { useForm } from '../../../lib/use-form.ts'
import { useWords } from '../../../lib/words.ts'
import { imboxWords } from '../labels.ts'
import { filterToSearch } from '../list-filter.ts'
import type { ImboxFilter } from '../list-filter.ts'
import type { ImboxViews } from './use-imbox-views.ts'
import classes from './views.module.css'

type Props = {
  view: ImboxView
  views: ImboxViews
  /** What the list shows now. */
  filter: ImboxFilter
  isFirst: boolean
  isLast: boolean
  onChoose: () => void
}

export function ViewRow({ view, views, filter, isFirst, isLast, onChoose }: Props): ReactElement {
  const say = useWords(imboxWords)
  const [isRenamed, setRenamed] = useState(false)
  if (isRenamed) {
    return (
      <li>
        <NameForm
          name={view.name}
          onSave={async (name) => {
            await views.rename(view, name)
            setRenamed(false)
          }}
          onClose={() => setRenamed(false)}
        />
      </li>
    )
  }
  return (
    <li className={classes.row}>
      <button
        type="button"
        className={classes.view}
        aria-pressed={filterToSearch(view.filter) === filterToSearch(filter)}
        onClick={onChoose}
      >
        <bdi>{view.name}</bdi>
      </button>
      {view.isDefault ? (
        <IconHome size={16} stroke={1.75} role="img" aria-label={say('views.isDefault')} />
      ) : null}
      {view.isShared ? <span className={classes.hint}>{say('views.shared')}</span> : null}
      <Menu position="bottom-end" withinPortal={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={say('views.more', { name: view.name })}>
            <IconDots size={16} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => views.toggleDefault(view)}>
            {say(view.isDefault ? 'views.default.off' : 'views.default.on')}
          </Menu.Item>
          {isFirst ? null : <Menu.Item onClick={() => views.move(view, -1)}>{say('views.up')}</Menu.Item>}
          {isLast ? null : <Menu.Item onClick={() => views.move(view, 1)}>{say('views.down')}</Menu.Item>}
          {view.canChange ? (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => setRenamed(true)}>{say('views.rename')}</Menu.Item>
              <Menu.Item onClick={() => views.overwrite(view, filter)}>{say('views.overwrite')}</Menu.Item>
              <Menu.Item color="red" onClick={() => views.remove(view)}>
                {say('c.delete')}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}

type NameProps = { name: string; onSave: (name: string) => Promise<void>; onClose: () => void }

function NameForm({ name, onSave, onClose }: NameProps): ReactElement {
  const say = useWords(imboxWords)
  const form = useForm({
    initial: { name },
    schema: createImboxView.body.pick({ name: true }),
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
        aria-label={say('views.name')}
        value={form.values.name}
        error={form.problems.name ?? form.failure}
        onChange={(event) => form.set('name', event.currentTarget.value)}
        autoFocus
      />
    </form>
  )
}
