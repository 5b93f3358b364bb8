import type { ReactElement } from 'react'
import type { ConversationRow } from '#contract/conversations'
import { useWords } from '../../lib/words.ts'
import { Chip } from '../../ui/chip.tsx'
import { usePipelines } from '../deals/use-pipelines.ts'
import { leadWords } from './labels.ts'
import { LeadActions } from './lead-actions.tsx'
import classes from './incoming-leads.module.css'

/** Above a chat whose deal nobody has taken yet: that it is so, and what can be done. */
export function LeadBar({ row }: { row: ConversationRow }): ReactElement | null {
  const say = useWords(leadWords)
  const pipelines = usePipelines()
  const { card } = row
  const stage = pipelines
    .find(({ id }) => id === card?.pipelineId)
    ?.stages.find(({ id }) => id === card?.stageId)
  if (card?.kind !== 'deal' || stage?.kind !== 'incoming') return null
  return (
    <div className={classes.bar}>
      <Chip tone="accent">{say('lead.name')}</Chip>
      <LeadActions lead={card} />
    </div>
  )
}
