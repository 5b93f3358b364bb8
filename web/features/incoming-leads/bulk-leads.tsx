import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { leadWords } from './labels.ts'
import type { Lead } from './lead.ts'
import { useTakeLeads } from './use-take-leads.tsx'

/** Accept and decline in the bar of a selection; only what of it waits is taken. */
export function BulkLeads({ leads }: { leads: readonly Lead[] }): ReactElement | null {
  const say = useWords(leadWords)
  const { rights } = useSession()
  const { busy, accept, decline, dialog } = useTakeLeads()
  if (!rights.incoming) return null
  return (
    <>
      {leads.length > 0 && (
        <>
          <Button variant="subtle" loading={busy.size > 0} onClick={() => accept(leads)}>
            {say('lead.accept')}
          </Button>
          <Button variant="subtle" disabled={busy.size > 0} onClick={() => decline(leads)}>
            {say('lead.decline')}
          </Button>
        </>
      )}
      {dialog}
    </>
  )
}
