import { Menu, Switch } from '@mantine/core'
import { IconCheck, IconLock } from '@tabler/icons-react'
import { useId } from 'react'
import type { ReactElement } from 'react'
import { changePipeline, changeStage, createStage, stageColors } from '#contract/pipelines'
import type { PipelineView, StageView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { EditableField } from '../../ui/editable-field.tsx'
import { errorToast } from '../../ui/toasts.tsx'
import page from '../settings/page.module.css'
import { AddForm } from './add-form.tsx'
import { ConfirmIcon } from './confirm-icon.tsx'
import { pipelineWords } from './labels.ts'
import { useSaved } from './pipelines-data.ts'
import { SortableRows } from './sortable-rows.tsx'
import classes from './pipelines.module.css'

type Props = {
  pipeline: PipelineView
  onDelete: (stage: StageView) => void
  /** Only deals come in unaccepted. */
  isOfCustomers?: boolean
}

/** The stages of a pipeline: ordinary ones in the order people give, those of the system around them. */
export function StageRows({ pipeline, onDelete, isOfCustomers = false }: Props): ReactElement {
  const say = useWords(pipelineWords)
  const { save, tell } = useSaved('pipelines')
  const pipelineId = pipeline.id
  const headingId = useId()
  const ordinary = pipeline.stages.filter(({ kind }) => kind === 'normal')
  const incoming = pipeline.stages.find(({ kind }) => kind === 'incoming')
  const last = pipeline.stages.filter(({ kind }) => kind === 'won' || kind === 'lost')
  const line = (stage: StageView): ReactElement => (
    <StageLine
      pipelineId={pipelineId}
      stage={stage}
      onDelete={stage.kind === 'normal' && ordinary.length > 1 ? () => onDelete(stage) : null}
    />
  )
  return (
    <section className={page.section} aria-labelledby={headingId}>
      <h2 id={headingId} className={page.heading}>
        {isOfCustomers ? say('pl.stages.customers') : say('pl.stages', { name: pipeline.name })}
      </h2>
      {!isOfCustomers && (
        <Switch
          className={classes.switch ?? ''}
          label={say('pl.incoming')}
          description={say('pl.incoming.d')}
          checked={incoming !== undefined}
          onChange={() =>
            incoming ? onDelete(incoming) : tell(call(changePipeline, { pipelineId, hasIncoming: true }))
          }
        />
      )}
      <ul className={page.list}>
        {incoming ? <SystemRow>{line(incoming)}</SystemRow> : null}
        <SortableRows
          rows={ordinary}
          render={line}
          onMove={(stageId, beforeId) =>
            save(call(changeStage, { pipelineId, stageId, beforeId })).catch(errorToast)
          }
        />
        {last.map((stage) => (
          <SystemRow key={stage.id}>{line(stage)}</SystemRow>
        ))}
      </ul>
      <AddForm
        label={say('pl.stage.new.name')}
        button={say('pl.stage.new')}
        onAdd={(added) => {
          const used = new Set(pipeline.stages.map(({ color }) => color))
          const color = stageColors.find((each) => !used.has(each)) ?? 'blue'
          return save(call(createStage, { ...added, pipelineId, color }))
        }}
      />
    </section>
  )
}

function SystemRow({ children }: { children: ReactElement }): ReactElement {
  return (
    <li className={`${page.row} ${classes.row}`}>
      <span className={classes.still}>
        <IconLock size={14} stroke={1.75} aria-hidden="true" />
      </span>
      {children}
    </li>
  )
}

type LineProps = { pipelineId: number; stage: StageView; onDelete: (() => void) | null }

function StageLine({ pipelineId, stage, onDelete }: LineProps): ReactElement {
  const say = useWords(pipelineWords)
  const { save, tell } = useSaved('pipelines')
  const { id: stageId, name, color, kind } = stage
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <button
            type="button"
            className={classes.swatch}
            aria-label={say('pl.stage.color.of', { name })}
            title={say(`color.${color}`)}
          >
            <Dot color={color} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {stageColors.map((each) => (
            <Menu.Item
              key={each}
              leftSection={<Dot color={each} />}
              rightSection={each === color ? <IconCheck size={14} aria-hidden="true" /> : null}
              aria-current={each === color}
              onClick={() => tell(call(changeStage, { pipelineId, stageId, color: each }))}
            >
              {say(`color.${each}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <div className={page.grow}>
        <EditableField
          label={say('pl.stage.name.of', { name })}
          value={name}
          onSave={(typed, saw) =>
            save(call(changeStage, { pipelineId, stageId, name: typed, seenName: saw }))
          }
        />
      </div>
      {kind === 'normal' ? null : <span className={classes.mark}>{say(`pl.kind.${kind}`)}</span>}
      {onDelete ? (
        <ConfirmIcon
          label={say('pl.stage.delete.of', { name })}
          question={say('pl.stage.delete.d')}
          onConfirm={onDelete}
        />
      ) : null}
    </>
  )
}

function Dot({ color }: { color: StageView['color'] }): ReactElement {
  return <span className={classes.dot} style={{ background: `var(--stage-${color})` }} aria-hidden="true" />
}
