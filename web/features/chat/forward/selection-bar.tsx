import { Button } from '@mantine/core'
import { Suspense, useState } from 'react'
import type { ReactElement } from 'react'
import type { MessageView } from '#contract/messages'
import { lazyLater } from '../../../lib/lazy-later.ts'
import { useWords } from '../../../lib/words.ts'
import { forwardWords } from './labels.ts'
import { useSelection } from './message-selection.ts'
import classes from './forward.module.css'

const ForwardDialog = lazyLater(async () => (await import('./forward-dialog.tsx')).ForwardDialog)

/** While messages are being chosen: how many, and what to do with them. They go in the order of the thread. */
export function SelectionBar({ items }: { items: readonly MessageView[] }): ReactElement | null {
  const say = useWords(forwardWords)
  const { selection, ids } = useSelection()
  const [isForwarding, setForwarding] = useState(false)
  if (!selection || ids.size === 0) return null
  return (
    <div className={classes.bar} role="region" aria-label={say('fwd.selected', { count: ids.size })}>
      <span className={classes.count} role="status">
        {say('fwd.selected', { count: ids.size })}
      </span>
      <Button variant="default" onClick={() => selection.clear()}>
        {say('c.cancel')}
      </Button>
      <Button onClick={() => setForwarding(true)}>{say('fwd.send')}</Button>
      {isForwarding && (
        <Suspense fallback={null}>
          <ForwardDialog
            messages={items.filter((item) => ids.has(item.id))}
            onClose={() => setForwarding(false)}
            onDone={() => selection.clear()}
          />
        </Suspense>
      )}
    </div>
  )
}
