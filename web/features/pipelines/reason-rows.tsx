import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { changeLossReason, createLossReason, deleteLossReason } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { EditableField } from '../../ui/editable-field.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { errorToast } from '../../ui/toasts.tsx'
import page from '../settings/page.module.css'
import { AddForm } from './add-form.tsx'
import { ConfirmIcon } from './confirm-icon.tsx'
import { pipelineWords } from './labels.ts'
import { lossReasonsQuery, useSaved } from './pipelines-data.ts'
import { SortableRows } from './sortable-rows.tsx'

/** Why deals are lost. */
export function ReasonRows(): ReactElement {
  const say = useWords(pipelineWords)
  const list = useQuery(lossReasonsQuery)
  const { save, tell } = useSaved('loss-reasons')
  const offered = list.data?.items.filter(({ isRemoved }) => !isRemoved) ?? []
  const removed = list.data?.items.filter(({ isRemoved }) => isRemoved) ?? []
  return (
    <section className={page.section} aria-labelledby="loss-reasons">
      <h2 id="loss-reasons" className={page.heading}>
        {say('pl.reasons')} <span className={page.count}>{offered.length}</span>
      </h2>
      <p className={page.sub}>{say('pl.reasons.d')}</p>
      {list.isPending ? <Skeleton height={120} mt="sm" /> : null}
      {list.isError && !list.data ? (
        <ErrorState title={say('pl.error')} error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && offered.length === 0 ? <p className={page.empty}>{say('pl.reasons.none')}</p> : null}
      {offered.length > 0 ? (
        <ul className={page.list}>
          <SortableRows
            rows={offered}
            onMove={(reasonId, beforeId) =>
              save(call(changeLossReason, { reasonId, beforeId })).catch(errorToast)
            }
            render={({ id: reasonId, name }) => (
              <>
                <div className={page.grow}>
                  <EditableField
                    label={say('pl.reason.name.of', { name })}
                    value={name}
                    onSave={(typed, saw) =>
                      save(call(changeLossReason, { reasonId, name: typed, seenName: saw }))
                    }
                  />
                </div>
                <ConfirmIcon
                  label={say('pl.reason.delete.of', { name })}
                  question={say('pl.reason.delete.d')}
                  onConfirm={() => tell(call(deleteLossReason, { reasonId }))}
                />
              </>
            )}
          />
        </ul>
      ) : null}
      <AddForm
        label={say('pl.reason.new.name')}
        button={say('pl.reason.new')}
        onAdd={(added) => save(call(createLossReason, added))}
      />
      {removed.length > 0 ? (
        <>
          <h3 className={page.heading}>{say('pl.reason.removed')}</h3>
          <ul className={page.list}>
            {removed.map(({ id: reasonId, name }) => (
              <li key={reasonId} className={page.row}>
                <bdi className={page.grow}>{name}</bdi>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={say('pl.reason.back.of', { name })}
                  onClick={() => tell(call(changeLossReason, { reasonId, isRemoved: false }))}
                >
                  {say('pl.reason.back')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
