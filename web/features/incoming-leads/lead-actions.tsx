import { Button, Tooltip } from '@mantine/core'
import type { ReactElement } from 'react'
import type { CardRef } from '#contract/common'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { leadWords } from './labels.ts'
import type { Lead } from './lead.ts'
import { useTakeLeads } from './use-take-leads.tsx'
import classes from './incoming-leads.module.css'

type Props = { lead: Lead; onLinked?: (card: CardRef) => void }

/** Accept, decline, join to a card: on a card of the board, above a chat, in the deal's card. Nothing for who may not. */
export function LeadActions({ lead, onLinked }: Props): ReactElement | null {
  const say = useWords(leadWords)
  const { rights } = useSession()
  const { busy, accept, decline, link, dialog } = useTakeLeads(onLinked)
  if (!rights.incoming) return null
  const isBusy = busy.has(lead.id)
  const { name } = lead
  return (
    <div className={classes.actions} role="group" aria-label={say('lead.actions')}>
      <Button
        size="compact-sm"
        variant="light"
        loading={isBusy}
        aria-label={say('lead.acceptOf', { name })}
        onClick={() => accept([lead])}
      >
        {say('lead.accept')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        disabled={isBusy}
        aria-label={say('lead.declineOf', { name })}
        onClick={() => decline([lead])}
      >
        {say('lead.decline')}
      </Button>
      <Tooltip label={say('lead.link.hint')}>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          disabled={isBusy}
          aria-label={say('lead.linkOf', { name })}
          onClick={() => link(lead)}
        >
          {say('lead.link')}
        </Button>
      </Tooltip>
      {dialog}
    </div>
  )
}
