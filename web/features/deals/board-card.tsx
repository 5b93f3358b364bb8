import type { ReactElement } from 'react'
import type { DealRow } from '#contract/deals'
import { useColleagueName } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Counter } from '../../ui/counter.tsx'
import { WaitingChip } from '../../ui/waiting-chip.tsx'
import { isLead } from '../incoming-leads/lead.ts'
import { LeadActions } from '../incoming-leads/lead-actions.tsx'
import { TagChips } from '../tags/tag-chips.tsx'
import { boardWords } from './board-labels.ts'
import classes from './board.module.css'

/** What the board tells of a deal. */
export function BoardCard({ deal }: { deal: DealRow }): ReactElement {
  const say = useWords(boardWords)
  const format = useFormat()
  const now = useNow()
  const responsible = useColleagueName()(deal.responsibleUserId)
  const sinceMs = Math.max(60_000, now - Date.parse(deal.stageSince))
  return (
    <>
      <div className={classes.line}>
        <AppLink
          href={`/deals/${deal.id}`}
          className={classes.name}
          title={deal.name}
          draggable={false}
          data-card={deal.id}
          aria-describedby="board-help"
        >
          <bdi>{deal.name}</bdi>
        </AppLink>
        {deal.budget === null ? null : <b className={classes.sum}>{format.money(deal.budget)}</b>}
      </div>
      {deal.mainContact ? (
        <div className={classes.contact}>
          <bdi>{deal.mainContact.name}</bdi>
        </div>
      ) : null}
      <TagChips tags={deal.tags} most={3} />
      <div className={classes.line}>
        <span className={classes.since} title={format.exact(deal.stageSince)}>
          {say('board.inStage', { duration: format.duration(roughly(sinceMs)) })}
        </span>
        <span className={classes.marks}>
          {deal.waiting && <WaitingChip since={deal.waiting.since} due={deal.waiting.due} />}
          <Counter
            count={deal.unreadConversations}
            label={say('board.unread', { count: deal.unreadConversations })}
          />
          {responsible === null ? null : (
            <span title={say('board.responsible', { name: responsible })}>
              <Avatar name={responsible} seed={deal.responsibleUserId ?? ''} size={20} />
            </span>
          )}
        </span>
      </div>
      {isLead(deal) ? <LeadActions lead={deal} /> : null}
    </>
  )
}

/** Down to its largest unit: a card is glanced at, and the exact moment stands in the tooltip. */
function roughly(ms: number): number {
  const unitMs = [86_400_000, 3_600_000].find((unit) => ms >= unit) ?? 60_000
  return Math.floor(ms / unitMs) * unitMs
}
