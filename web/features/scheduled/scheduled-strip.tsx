import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconClock } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { ReactElement } from 'react'
import type { ScheduledMessage } from '#contract/scheduled'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { Notice } from '../../ui/notice.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { scheduledWords } from './labels.ts'
import { ScheduledItem } from './scheduled-item.tsx'
import { useScheduled } from './use-scheduled.ts'
import classes from './scheduled.module.css'

/** Over the composer: how much leaves later, and what of it could not leave. Nothing when there is none. */
export function ScheduledStrip({ chatId }: { chatId: string }): ReactElement | null {
  const say = useWords(scheduledWords)
  const format = useFormat()
  const scheduled = useScheduled(chatId)
  const [isOpen, setOpen] = useState(false)
  const [changing, setChanging] = useState<ScheduledMessage | null>(null)
  const listId = useId()
  const items = scheduled.data
  if (!items) {
    return scheduled.isError ? (
      <Notice
        tone="danger"
        isLive
        action={
          <Button size="compact-sm" variant="default" onClick={() => void scheduled.refetch()}>
            {say('c.retry')}
          </Button>
        }
      >
        {say('sch.error')}
      </Notice>
    ) : null
  }
  if (items.length === 0) return null
  const failed = items.filter((item) => item.failCode !== null).length
  const next = items.find((item) => item.failCode === null)
  const Arrow = isOpen ? IconChevronDown : IconChevronUp
  return (
    <div className={classes.strip} role="group" aria-label={say('sch.list')}>
      <button
        type="button"
        className={classes.head}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setOpen(!isOpen)}
      >
        <IconClock size={16} stroke={1.75} aria-hidden="true" />
        <span className={classes.words}>
          {say('sch.count', { count: items.length })}
          {next && (
            <span className={classes.quiet}> · {say('sch.next', { time: format.dateTime(next.at) })}</span>
          )}
          {failed > 0 && <span className={classes.failed}> · {say('sch.failed', { count: failed })}</span>}
        </span>
        <Arrow size={16} aria-hidden="true" />
      </button>
      <ul id={listId} className={classes.list} hidden={!isOpen}>
        {isOpen &&
          items.map((item) => <ScheduledItem key={item.id} item={item} onChange={() => setChanging(item)} />)}
      </ul>
      <ChangeDialog scheduled={changing} onClose={() => setChanging(null)} />
    </div>
  )
}
