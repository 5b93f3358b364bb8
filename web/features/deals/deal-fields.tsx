import { useState } from 'react'
import type { ReactElement } from 'react'
import { changeDeal } from '#contract/deals'
import type { DealView } from '#contract/deals'
import type { StageView } from '#contract/pipelines'
import { ApiError } from '../../lib/api-error.ts'
import { parseMoney } from '../../lib/parse-money.ts'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ChangedMeanwhile, changedTo } from '../../ui/changed-meanwhile.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { EditableField } from '../../ui/editable-field.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import { StageBar } from '../../ui/stage-bar.tsx'
import { StageSelect } from '../../ui/stage-select.tsx'
import { dealWords } from './deal-labels.ts'
import { useRequiredFields } from '../fields/use-required-fields.tsx'
import { LostDialog } from './lost-dialog.tsx'
import { useChangeDeal, type DealChange } from './use-change-deal.ts'
import { useLossReasons } from './use-loss-reasons.ts'
import { usePipelines } from './use-pipelines.ts'
import classes from '../cards/card.module.css'

/** How far the deal is, and its stage to be changed. */
export function DealStage({ deal }: { deal: DealView }): ReactElement {
  const say = useWords(dealWords)
  const format = useFormat()
  const now = useNow()
  const pipelines = usePipelines()
  const change = useChangeDeal()
  const reasons = useLossReasons()
  const [losing, setLosing] = useState<{ pipelineId: number; stageId: number } | null>(null)
  const required = useRequiredFields('deal')
  // Where one wanted it while somebody else moved it: asked beside it, of the deal as it stands by then.
  const [disputed, setDisputed] = useState<DealChange | null>(null)
  const stageOf = ({ pipelineId, stageId }: DealChange): StageView | undefined =>
    pipelines.find(({ id }) => id === pipelineId)?.stages.find(({ id }) => id === stageId)
  const move = (to: DealChange): void => {
    setDisputed(null)
    change(deal, to).catch((error: unknown) => {
      if (changedTo(error)) setDisputed(to)
      else required.orAsk((fields) => change(deal, { ...to, fields }))(error)
    })
  }
  const choose = (choice: { pipelineId: number; stageId: number }): void => {
    const isLosing = stageOf(choice)?.kind === 'lost' && deal.stage.kind !== 'lost'
    if (isLosing && reasons.some(({ isRemoved }) => !isRemoved)) setLosing(choice)
    else move(choice)
  }
  const stages = pipelines.find((pipeline) => pipeline.id === deal.pipelineId)?.stages ?? [deal.stage]
  return (
    <>
      <StageBar stages={stages} currentId={deal.stage.id} />
      <div className={classes.stage}>
        <StageSelect
          pipelines={pipelines.length > 0 ? pipelines : [fallback(deal)]}
          pipelineId={deal.pipelineId}
          stageId={deal.stage.id}
          isReadOnly={!deal.canEdit}
          onChange={choose}
        />
        <span className={classes.since} title={format.exact(deal.stageSince)}>
          {say('deal.stageSince', {
            duration: format.duration(Math.max(60_000, now - Date.parse(deal.stageSince))),
          })}
        </span>
      </div>
      {disputed && disputed.stageId !== deal.stage.id && (
        <ChangedMeanwhile
          theirs={deal.stage.name}
          mine={stageOf(disputed)?.name ?? ''}
          onMine={() => move(disputed)}
          onTheirs={() => setDisputed(null)}
        />
      )}
      {deal.stage.kind === 'lost' && (
        <FieldRow label={say('deal.lossReason')}>
          <ChoiceField
            label={say('deal.lossReason')}
            value={deal.lossReasonId}
            isReadOnly={!deal.canEdit}
            choices={[
              ...reasons
                .filter(({ id, isRemoved }) => !isRemoved || id === deal.lossReasonId)
                .map(({ id, name }) => ({ value: id, label: name })),
              { value: null, label: say('deal.lossReason.none') },
            ]}
            onChange={(lossReasonId, saw) => change(deal, { lossReasonId }, { lossReasonId: saw })}
          />
        </FieldRow>
      )}
      {required.dialog}
      <LostDialog
        count={losing ? 1 : 0}
        onClose={() => setLosing(null)}
        onChoose={(lossReasonId) => {
          setLosing(null)
          if (losing) move({ ...losing, lossReasonId })
        }}
      />
    </>
  )
}

const fallback = (deal: DealView): Parameters<typeof StageSelect>[0]['pipelines'][number] => ({
  id: deal.pipelineId,
  name: '',
  isMain: true,
  stages: [deal.stage],
})

/** Budget, responsible and source of a deal, each changed in place. */
export function DealFields({ deal }: { deal: DealView }): ReactElement {
  const say = useWords(dealWords)
  const format = useFormat()
  const { colleagues } = useSession()
  const change = useChangeDeal()
  const people = colleagues.filter((each) => each.isActive || each.id === deal.responsibleUserId)
  const face = (name: string, id: number): ReactElement => <Avatar name={name} seed={id} size={20} />
  return (
    <>
      <FieldRow label={say('deal.budget')}>
        <EditableField
          label={say('deal.budget')}
          value={deal.budget === null ? '' : String(deal.budget)}
          shown={deal.budget === null ? undefined : <b>{format.money(deal.budget)}</b>}
          inputMode="decimal"
          isReadOnly={!deal.canEdit}
          onSave={async (typed, saw) =>
            change(deal, { budget: readBudget(typed) }, { budget: saw === '' ? null : Number(saw) })
          }
        />
      </FieldRow>
      <FieldRow label={say('deal.responsible')}>
        <ChoiceField
          label={say('deal.responsible')}
          value={deal.responsibleUserId}
          isReadOnly={!deal.canEdit}
          choices={[
            ...people.map(({ id, name }) => ({ value: id, label: name, icon: face(name, id) })),
            { value: null, label: say('deal.nobody') },
          ]}
          onChange={(responsibleUserId, saw) =>
            change(deal, { responsibleUserId }, { responsibleUserId: saw })
          }
        />
      </FieldRow>
      <FieldRow label={say('deal.source')}>
        {deal.source ? deal.source.channelName : say('deal.byHand')}
      </FieldRow>
    </>
  )
}

/** The budget as typed. Throws what the server would say of it: a number that is none would travel as an empty one. */
function readBudget(typed: string): number | null {
  const read = changeDeal.body.shape.budget.safeParse(parseMoney(typed))
  if (read.success) return read.data ?? null
  const fields = [{ path: 'budget', problem: 'invalid_type', message: 'This is no sum' }]
  throw new ApiError('request.invalid', { details: { fields } })
}
