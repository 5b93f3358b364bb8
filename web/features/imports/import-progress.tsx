import { Button, Progress } from '@mantine/core'
import type { ReactElement } from 'react'
import type { ImportView } from '#contract/imports'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import page from '../settings/page.module.css'
import classes from './imports.module.css'
import { useStep } from './imports-data.ts'
import { importWords } from './labels.ts'

/** How far a check, a run or an undo is. */
export function ImportProgress({ view }: { view: ImportView }): ReactElement {
  const say = useWords(importWords)
  const format = useFormat()
  const step = useStep(view.id)
  // Of an undo only the rows that did something are gone through: how many they are the counts say.
  const total = view.state === 'undoing' ? view.counts.new + view.counts.changed : view.rowsTotal
  const done = view.rowsDone
  const share = total === null || total === 0 ? null : Math.min(1, done / total)
  const name = say(`im.state.${view.state}`)
  return (
    <section className={page.section} aria-label={name}>
      <h2 className={page.heading}>{name}</h2>
      <Progress
        value={share === null ? 100 : share * 100}
        animated={share === null}
        striped={share === null}
        aria-label={name}
      />
      <div className={classes.progress}>
        <p className={classes.hint}>
          {total === null
            ? say('im.progress.rows', { count: done })
            : say('im.progress', { done: format.number(done), total: format.number(total) })}
        </p>
        {view.state !== 'undoing' && (
          <Button variant="default" loading={step.isPending} onClick={() => step.mutate('cancel')}>
            {say('im.stop')}
          </Button>
        )}
      </div>
    </section>
  )
}
