import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { changePipeline, createPipeline } from '#contract/pipelines'
import type { PipelineView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { EditableField } from '../../ui/editable-field.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { errorToast } from '../../ui/toasts.tsx'
import page from '../settings/page.module.css'
import { useCustomerPipeline } from '../customers/use-customer-stages.ts'
import { AddForm } from './add-form.tsx'
import { ConfirmIcon } from './confirm-icon.tsx'
import { pipelineWords } from './labels.ts'
import { MoveDialog } from './move-dialog.tsx'
import { pipelinesQuery, useSaved } from './pipelines-data.ts'
import { ReasonRows } from './reason-rows.tsx'
import { SortableRows } from './sortable-rows.tsx'
import { StageRows } from './stage-rows.tsx'
import { useDeleting } from './use-deleting.ts'
import classes from './pipelines.module.css'

/** Pipelines with their stages, and why deals are lost. */
export function PipelinesPage(): ReactElement {
  const say = useWords(pipelineWords)
  const list = useQuery(pipelinesQuery)
  const { save } = useSaved('pipelines')
  const deleting = useDeleting()
  const customers = useCustomerPipeline()
  const [openId, setOpenId] = useState<number | null>(null)
  const pipelines = list.data?.items ?? []
  const open = pipelines.find(({ id }) => id === openId) ?? pipelines.find(({ isMain }) => isMain)
  return (
    <div className={page.page}>
      <title>{say('pl.title')}</title>
      <h1 className={page.title}>{say('pl.title')}</h1>
      <p className={page.sub}>{say('pl.sub')}</p>
      {list.isPending ? <Skeleton height={240} mt="xl" /> : null}
      {list.isError && !list.data ? (
        <ErrorState title={say('pl.error')} error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data ? (
        <section className={page.section} aria-labelledby="pipelines">
          <h2 id="pipelines" className={page.heading}>
            {say('pl.list')} <span className={page.count}>{pipelines.length}</span>
          </h2>
          <ul className={page.list}>
            <SortableRows
              rows={pipelines}
              onMove={(pipelineId, beforeId) =>
                save(call(changePipeline, { pipelineId, beforeId })).catch(errorToast)
              }
              render={(pipeline) => (
                <PipelineLine
                  pipeline={pipeline}
                  isOpen={pipeline.id === open?.id}
                  onOpen={() => setOpenId(pipeline.id)}
                  onDelete={() => deleting.remove(pipeline, null)}
                />
              )}
            />
          </ul>
          <AddForm
            label={say('pl.new.name')}
            button={say('pl.new')}
            onAdd={(added) => save(call(createPipeline, added))}
          />
        </section>
      ) : null}
      {open ? (
        <StageRows key={open.id} pipeline={open} onDelete={(stage) => deleting.remove(open, stage)} />
      ) : null}
      {customers && (
        <StageRows
          pipeline={customers}
          onDelete={(stage) => deleting.remove(customers, stage)}
          isOfCustomers
        />
      )}
      <ReasonRows />
      <MoveDialog
        leaving={deleting.leaving}
        pipelines={pipelines}
        onMove={deleting.moveAndRemove}
        onClose={deleting.stay}
      />
    </div>
  )
}

type LineProps = { pipeline: PipelineView; isOpen: boolean; onOpen: () => void; onDelete: () => void }

function PipelineLine({ pipeline, isOpen, onOpen, onDelete }: LineProps): ReactElement {
  const say = useWords(pipelineWords)
  const { save, tell } = useSaved('pipelines')
  const { id: pipelineId, name, isMain } = pipeline
  return (
    <>
      <div className={page.grow}>
        <EditableField
          label={say('pl.name.of', { name })}
          value={name}
          onSave={(typed, saw) => save(call(changePipeline, { pipelineId, name: typed, seenName: saw }))}
        />
      </div>
      {isMain ? <span className={classes.mark}>{say('pl.main')}</span> : null}
      <div className={page.actions}>
        <Button
          size="xs"
          variant={isOpen ? 'light' : 'default'}
          aria-pressed={isOpen}
          aria-label={say('pl.open.of', { name })}
          onClick={onOpen}
        >
          {say('pl.open')}
        </Button>
        {isMain ? null : (
          <>
            <Button
              size="xs"
              variant="default"
              aria-label={say('pl.main.set.of', { name })}
              onClick={() => tell(call(changePipeline, { pipelineId, isMain: true }))}
            >
              {say('pl.main.set')}
            </Button>
            <ConfirmIcon
              label={say('pl.delete.of', { name })}
              question={say('pl.delete.d')}
              onConfirm={onDelete}
            />
          </>
        )}
      </div>
    </>
  )
}
