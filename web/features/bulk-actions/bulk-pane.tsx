import { Button, CloseButton, Progress } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { putAwayBulkAction, stopBulkAction, undoBulkAction } from '#contract/bulk-actions'
import type { BulkAction } from '#contract/bulk-actions'
import { call } from '../../lib/api.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { putBulkAction, useBulkActions } from './bulk-data.ts'
import { bulkWords } from './labels.ts'
import { LeftDialog } from './left-dialog.tsx'
import classes from './bulk.module.css'

/** How far one's own mass actions have come and how they ended, wherever one is in the app, until they are put away. */
export function BulkPane(): ReactElement | null {
  const say = useWords(bulkWords)
  const actions = useBulkActions()
  if (actions.length === 0) return null
  return (
    <section className={classes.pane} aria-label={say('bulk.pane')}>
      {actions.map((action) => (
        <ActionCard key={action.id} action={action} />
      ))}
    </section>
  )
}

function ActionCard({ action }: { action: BulkAction }): ReactElement {
  const say = useWords(bulkWords)
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const { id, change, state, endedAt } = action
  const act = (ask: () => Promise<BulkAction | null>): void => {
    setBusy(true)
    ask()
      .then((answer) => putBulkAction(client, answer ?? action, answer === null))
      .catch(errorToast)
      .finally(() => setBusy(false))
  }
  const left = action.skipped + action.failed
  return (
    <article className={classes.card}>
      <b>{say(state === 'undoing' ? 'bulk.undoing' : `bulk.doing.${change.kind}`)}</b>
      {endedAt === null ? <Underway action={action} /> : <Ended action={action} />}
      {endedAt !== null && left > 0 && (
        <button type="button" className={classes.link} onClick={() => setOpen(true)}>
          {say('bulk.left.show')}
        </button>
      )}
      {action.canUndo && (
        <button
          type="button"
          className={classes.link}
          disabled={isBusy}
          onClick={() => act(() => call(undoBulkAction, { actionId: id }))}
        >
          {say('bulk.undo')}
        </button>
      )}
      {endedAt === null ? (
        state !== 'undoing' && (
          <Button
            className={classes.last}
            size="compact-sm"
            variant="default"
            disabled={isBusy}
            onClick={() => act(() => call(stopBulkAction, { actionId: id }))}
          >
            {say('bulk.stop')}
          </Button>
        )
      ) : (
        <CloseButton
          className={classes.last}
          aria-label={say('bulk.putAway')}
          disabled={isBusy}
          onClick={() => act(() => call(putAwayBulkAction, { actionId: id }).then(() => null))}
        />
      )}
      <LeftDialog actionId={isOpen ? id : null} onClose={() => setOpen(false)} />
    </article>
  )
}

function Underway({ action }: { action: BulkAction }): ReactElement {
  const say = useWords(bulkWords)
  const format = useFormat()
  const { state, total, done, skipped, failed, undone, kept } = action
  if (state === 'counting') return <span className={classes.quiet}>{say('bulk.counting')}</span>
  const [of, so] = state === 'undoing' ? [done, undone + kept] : [total, done + skipped + failed]
  const words = say('bulk.progress', { done: format.number(so), total: format.number(of) })
  return (
    <>
      <Progress className={classes.progress} value={of === 0 ? 0 : (so / of) * 100} aria-label={words} />
      <span className={classes.quiet}>{words}</span>
    </>
  )
}

/** Spoken once, when it has ended. */
function Ended({ action }: { action: BulkAction }): ReactElement {
  const say = useWords(bulkWords)
  const { state, done, undone, kept } = action
  const left = action.skipped + action.failed
  const parts =
    state === 'undone'
      ? [say('bulk.undone', { count: undone }), kept > 0 && say('bulk.kept', { count: kept })]
      : [
          say(state === 'stopped' ? 'bulk.stopped' : 'bulk.done', { count: done }),
          left > 0 && say('bulk.left', { count: left }),
        ]
  return <span role="status">{parts.filter((part) => part !== false).join(' · ')}</span>
}
