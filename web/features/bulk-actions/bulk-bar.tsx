import { ActionIcon, Button, CloseButton, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { mostNamed } from '#contract/bulk-actions'
import type { BulkKind } from '#contract/bulk-actions'
import type { ConversationFilter } from '#contract/conversation-filter'
import { useWords } from '../../lib/words.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import { bulkWords } from './labels.ts'
import type { ListSelection } from './use-list-selection.ts'
import classes from './bulk.module.css'

type BulkBarProps = {
  selection: ListSelection
  filter: ConversationFilter
  /** How many the filter finds; null: nobody can say. */
  found: { count: number; isMore: boolean } | null
}

const others: readonly BulkKind[] = ['read', 'unread', 'assign', 'tag']

/** What can be done with the selected conversations; over the lower edge of the list. */
export function BulkBar({ selection, filter, found }: BulkBarProps): ReactElement | null {
  const say = useWords(bulkWords)
  const [asked, setAsked] = useState<BulkKind | null>(null)
  const { isAll, numbers } = selection
  if (!selection.isOn) return null
  const target = isAll ? { filter } : { numbers: numbers.slice(0, mostNamed) }
  const count = isAll
    ? say(found?.isMore ? 'bulk.all.more' : 'bulk.all', { count: found?.count ?? numbers.length })
    : say('bulk.count', { count: Math.min(numbers.length, mostNamed) })
  const offersAll = !isAll && found !== null && (found.isMore || found.count > numbers.length)
  return (
    <div className={classes.bar} role="toolbar" aria-label={say('bulk.bar')}>
      <div className={classes.barHead}>
        <b aria-live="polite">{count}</b>
        {offersAll && (
          <button type="button" className={classes.link} onClick={() => selection.selectAll(true)}>
            {found.isMore ? say('bulk.selectAll.more') : say('bulk.selectAll', { count: found.count })}
          </button>
        )}
        <CloseButton aria-label={say('bulk.clear')} onClick={selection.clear} />
      </div>
      <div className={classes.barActions}>
        <Button variant="default" onClick={() => setAsked('dismiss')}>
          {say('bulk.dismiss')}
        </Button>
        <Button onClick={() => setAsked('close')}>{say('bulk.close')}</Button>
        <Menu position="top-end">
          <Menu.Target>
            <ActionIcon variant="default" size={32} aria-label={say('bulk.more')}>
              <IconDots size={18} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((kind) => (
              <Menu.Item key={kind} onClick={() => setAsked(kind)}>
                {say(`bulk.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <BulkDialog
        kind={asked}
        target={target}
        onClose={() => setAsked(null)}
        onStarted={() => {
          setAsked(null)
          selection.clear()
        }}
      />
    </div>
  )
}
