import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { DealView } from '#contract/deals'
import { cardHref } from '../../lib/card-href.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { EditableField } from '../../ui/editable-field.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import { Section } from '../../ui/section.tsx'
import { CardBlocks } from '../cards/card-blocks.tsx'
import type { OnWrite } from '../cards/card-page.tsx'
import { CardSide } from '../cards/card-side.tsx'
import { isLead } from '../incoming-leads/lead.ts'
import { LeadActions } from '../incoming-leads/lead-actions.tsx'
import { TagsLine } from '../tags/tags-line.tsx'
import { MakeCustomerButton } from '../customers/make-customer-button.tsx'
import { DealFields, DealStage } from './deal-fields.tsx'
import { dealWords } from './deal-labels.ts'
import { useChangeDeal } from './use-change-deal.ts'
import { usePipelines } from './use-pipelines.ts'
import classes from '../cards/card.module.css'

/** Left in the card: what the deal is, who it is about, who takes part. */
export function DealSide({ deal, onWrite }: { deal: DealView; onWrite: OnWrite }): ReactElement {
  const say = useWords(dealWords)
  const format = useFormat()
  const change = useChangeDeal()
  const router = useRouter()
  const pipeline = usePipelines().find((each) => each.id === deal.pipelineId)
  return (
    <CardSide
      back={{ href: '/deals', label: say('deal.toList') }}
      path={[say('nav.deals'), pipeline?.name, `#${deal.id}`]}
      summary={
        <>
          <h1 className={classes.name}>
            <EditableField
              label={say('deal.name')}
              value={deal.name}
              isReadOnly={!deal.canEdit}
              onSave={(name, saw) => change(deal, { name }, { name: saw })}
            />
          </h1>
          {deal.budget !== null && <div className={classes.sum}>{format.money(deal.budget)}</div>}
          <DealStage deal={deal} />
          {isLead(deal) && (
            <LeadActions lead={deal} onLinked={(card) => router.history.push(cardHref(card))} />
          )}
          {deal.stage.kind === 'won' && <MakeCustomerButton of={{ dealId: deal.id }} />}
          <TagsLine card={{ kind: 'deal', id: deal.id }} tags={deal.tags} canEdit={deal.canEdit} />
        </>
      }
    >
      <Section title={say('deal.fields')}>
        <DealFields deal={deal} />
        <FieldRow label={say('deal.created')}>{format.dateTime(deal.createdAt)}</FieldRow>
      </Section>
      <CardBlocks card={{ kind: 'deal', ...deal }} onWrite={onWrite} />
    </CardSide>
  )
}
