import { useState } from 'react'
import type { ReactElement } from 'react'
import type { CustomerView } from '#contract/customers'
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
import { useRequiredFields } from '../fields/use-required-fields.tsx'
import { NextPurchase } from './next-purchase.tsx'
import { customerWords } from './labels.ts'
import { useChangeCustomer } from './use-change-customer.ts'
import { useCustomerPipeline } from './use-customer-stages.ts'
import classes from '../cards/card.module.css'

/** Where the customer stands, to be changed. */
export function CustomerStage({ customer }: { customer: CustomerView }): ReactElement {
  const say = useWords(customerWords)
  const format = useFormat()
  const now = useNow()
  const change = useChangeCustomer()
  const required = useRequiredFields('customer')
  const loaded = useCustomerPipeline()
  // Where one wanted it while somebody else moved it: asked beside it, of the customer as it stands by then.
  const [disputed, setDisputed] = useState<CustomerView['stage'] | null>(null)
  const move = (stage: CustomerView['stage']): void => {
    setDisputed(null)
    change(customer, { stage }).catch((error: unknown) => {
      if (changedTo(error)) setDisputed(stage)
      else required.orAsk((fields) => change(customer, { stage, fields }))(error)
    })
  }
  const pipeline = loaded ?? { id: customer.pipelineId, name: '', isMain: true, stages: [customer.stage] }
  return (
    <>
      <StageBar stages={pipeline.stages} currentId={customer.stage.id} />
      <div className={classes.stage}>
        <StageSelect
          pipelines={[pipeline]}
          pipelineId={customer.pipelineId}
          stageId={customer.stage.id}
          isReadOnly={!customer.canEdit}
          withPipeline={false}
          onChange={({ stageId }) => {
            const stage = pipeline.stages.find(({ id }) => id === stageId)
            if (stage) move(stage)
          }}
        />
        <span className={classes.since} title={format.exact(customer.stageSince)}>
          {say('cust.stageSince', {
            duration: format.duration(Math.max(60_000, now - Date.parse(customer.stageSince))),
          })}
        </span>
      </div>
      {disputed && disputed.id !== customer.stage.id && (
        <ChangedMeanwhile
          theirs={customer.stage.name}
          mine={disputed.name}
          onMine={() => move(disputed)}
          onTheirs={() => setDisputed(null)}
        />
      )}
      {required.dialog}
    </>
  )
}

/** Responsible and day of the next purchase, each changed in place. */
export function CustomerFields({ customer }: { customer: CustomerView }): ReactElement {
  const say = useWords(customerWords)
  const { colleagues } = useSession()
  const change = useChangeCustomer()
  const people = colleagues.filter((each) => each.isActive || each.id === customer.responsibleUserId)
  const face = (name: string, id: number): ReactElement => <Avatar name={name} seed={id} size={20} />
  return (
    <>
      <FieldRow label={say('cust.responsible')}>
        <ChoiceField
          label={say('cust.responsible')}
          value={customer.responsibleUserId}
          isReadOnly={!customer.canEdit}
          choices={[
            ...people.map(({ id, name }) => ({ value: id, label: name, icon: face(name, id) })),
            { value: null, label: say('cust.nobody') },
          ]}
          onChange={(responsibleUserId, saw) =>
            change(customer, { responsibleUserId }, { responsibleUserId: saw })
          }
        />
      </FieldRow>
      <FieldRow label={say('cust.next')}>
        <EditableField
          label={say('cust.next')}
          value={customer.nextPurchaseOn ?? ''}
          shown={
            customer.nextPurchaseOn === null ? undefined : <NextPurchase day={customer.nextPurchaseOn} />
          }
          type="date"
          isReadOnly={!customer.canEdit}
          onSave={(typed, saw) =>
            change(
              customer,
              { nextPurchaseOn: typed === '' ? null : typed },
              { nextPurchaseOn: saw === '' ? null : saw },
            )
          }
        />
      </FieldRow>
    </>
  )
}
