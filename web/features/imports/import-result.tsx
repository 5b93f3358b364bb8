import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { downloadImportReport } from '#contract/imports'
import type { ImportView } from '#contract/imports'
import { addressOf } from '../../lib/api.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import page from '../settings/page.module.css'
import classes from './imports.module.css'
import { useStep } from './imports-data.ts'
import { importWords } from './labels.ts'
import { ProblemList } from './problem-list.tsx'

/** What a check says would happen, or what has happened, and what can be done about it. */
export function ImportResult({ view }: { view: ImportView }): ReactElement {
  const say = useWords(importWords)
  const format = useFormat()
  const step = useStep(view.id)
  const { counts, state } = view
  const isChecked = state === 'checked'
  const wanted = counts.new + counts.changed
  const figures = [
    [say('im.new'), counts.new],
    [isChecked ? say('im.changed') : say('im.changed.done'), counts.changed],
    [say('im.skipped'), counts.skipped],
    [say('im.wrong'), counts.wrong],
  ] as const
  return (
    <section className={page.section} aria-labelledby="import-result">
      <h2 id="import-result" className={page.heading}>
        {isChecked ? say('im.result.checked') : say('im.result')}
      </h2>
      <dl className={classes.figures}>
        {figures.map(([name, count]) => (
          <div key={name} className={classes.figure}>
            <dt>{name}</dt>
            <dd>{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      {isChecked && counts.wrong > 0 && wanted > 0 && <p className={classes.hint}>{say('im.run.wrong')}</p>}
      {isChecked && wanted === 0 && <Notice tone="warn">{say('im.run.none')}</Notice>}
      {view.leftCount > 0 && <Notice tone="warn">{say('im.left', { count: view.leftCount })}</Notice>}
      <div className={page.actions}>
        {isChecked && wanted > 0 && (
          <Button loading={step.isPending} onClick={() => step.mutate('run')}>
            {say('im.run', { count: wanted })}
          </Button>
        )}
        {(counts.wrong > 0 || view.leftCount > 0) && (
          <Button
            component="a"
            variant="default"
            href={addressOf(downloadImportReport, { importId: view.id }).path}
            download
            leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
          >
            {say('im.report')}
          </Button>
        )}
        {view.canUndo && wanted > 0 && (
          <ConfirmButton
            variant="default"
            loading={step.isPending}
            question={say('im.undo.q')}
            onConfirm={() => step.mutate('undo')}
          >
            {say('im.undo')}
          </ConfirmButton>
        )}
      </div>
      {counts.wrong > 0 && state !== 'undone' && <ProblemList view={view} />}
    </section>
  )
}
