import { ActionIcon, Menu } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { mostChangedDeals, type DealRow } from '#contract/deals'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { leadWords } from './labels.ts'
import { useTakeLeads } from './use-take-leads.tsx'

/** Takes at once what the column of incoming leads shows. */
export function ColumnMenu({ rows }: { rows: readonly DealRow[] }): ReactElement | null {
  const say = useWords(leadWords)
  const { rights } = useSession()
  const { busy, accept, decline, dialog } = useTakeLeads()
  if (!rights.incoming || rows.length === 0) return null
  const leads = rows.slice(0, mostChangedDeals)
  const count = leads.length
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={say('lead.column')} loading={busy.size > 0}>
            <IconInbox size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => accept(leads)}>{say('lead.column.accept', { count })}</Menu.Item>
          <Menu.Item onClick={() => decline(leads)}>{say('lead.column.decline', { count })}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  )
}
