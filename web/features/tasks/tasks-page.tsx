import { Button, SegmentedControl } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { Page } from '../../ui/page.tsx'
import { taskWords } from './labels.ts'
import { TaskCalendar } from './task-calendar.tsx'
import { TaskDialog } from './task-dialog.tsx'
import type { TaskSeed } from './task-dialog.tsx'
import { TaskList } from './task-list.tsx'
import { useFreshTasks } from './tasks-data.ts'
import { TypesDialog } from './types-dialog.tsx'
import { UnsentResults } from './unsent-results.ts'
import classes from './tasks.module.css'

const views = ['list', 'week', 'month'] as const
type View = (typeof views)[number]
const whose = ['mine', 'all'] as const

/** Everything to be done: a list, a week or a month; one's own or all that one may see. */
export function TasksPage(): ReactElement {
  const say = useWords(taskWords)
  const { user, rights } = useSession()
  const [view, setView] = useState<View>('list')
  const [of, setOf] = useState<(typeof whose)[number]>('mine')
  const [seed, setSeed] = useState<TaskSeed | null>(null)
  const [areTypesOpen, setTypesOpen] = useState(false)
  const [unsent] = useState(() => new Map<number, string>())
  useFreshTasks()
  useHotkeys(
    say('task.title'),
    rights.addsTasks ? [{ keys: 'c', label: say('task.new'), run: () => setSeed({}) }] : [],
  )
  const responsibleUserId = of === 'mine' ? user.id : null
  return (
    <Page
      title={say('task.title')}
      actions={
        <>
          {rights.settings && (
            <Button variant="default" onClick={() => setTypesOpen(true)}>
              {say('task.types')}
            </Button>
          )}
          {rights.addsTasks && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setSeed({})}>
              {say('task.new')}
            </Button>
          )}
        </>
      }
    >
      <title>{say('task.title')}</title>
      <div className={classes.page}>
        <div className={classes.calendarHead}>
          <SegmentedControl
            aria-label={say('task.view')}
            data={views.map((value) => ({ value, label: say(`task.view.${value}`) }))}
            value={view}
            onChange={setView}
          />
          <SegmentedControl
            aria-label={say('task.whose')}
            data={whose.map((value) => ({ value, label: say(`task.whose.${value}`) }))}
            value={of}
            onChange={setOf}
          />
        </div>
        <UnsentResults value={unsent}>
          {view === 'list' ? (
            <TaskList responsibleUserId={responsibleUserId} onEdit={(task) => setSeed({ task })} />
          ) : (
            <TaskCalendar
              view={view}
              responsibleUserId={responsibleUserId}
              onNew={rights.addsTasks ? (day) => setSeed({ day }) : null}
              onEdit={(task) => setSeed({ task })}
            />
          )}
        </UnsentResults>
      </div>
      <TaskDialog seed={seed} onClose={() => setSeed(null)} />
      <TypesDialog isOpen={areTypesOpen} onClose={() => setTypesOpen(false)} />
    </Page>
  )
}
