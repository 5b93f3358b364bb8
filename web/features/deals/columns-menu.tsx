import { ActionIcon, Checkbox, Popover, Stack } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { dealColumns } from '#contract/people'
import type { DealColumn } from '#contract/people'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { boardWords } from './board-labels.ts'
import { dealListWords } from './list-labels.ts'
import { useChangePreferences } from './use-preferences.ts'

/** Which columns the list has; remembered for the user. */
export function ColumnsMenu(): ReactElement {
  const say = useWords(boardWords)
  const words = useWords(dealListWords)
  const shown = useSession().user.preferences.dealColumns
  const change = useChangePreferences()
  const names: Record<DealColumn, string> = {
    contact: words('deals.col.contact'),
    stage: words('deals.stage'),
    talks: words('deals.col.talks'),
    responsible: words('deals.responsible'),
    budget: words('deals.col.budget'),
    created: say('sort.created'),
    stageSince: say('sort.stage'),
    updated: words('deals.col.updated'),
  }
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={say('columns.title')}
          title={say('columns.title')}
        >
          <IconColumns3 size={18} stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {dealColumns.map((column) => (
            <Checkbox
              key={column}
              label={names[column]}
              checked={shown.includes(column)}
              onChange={({ currentTarget }) =>
                change({
                  dealColumns: currentTarget.checked
                    ? [...shown, column]
                    : shown.filter((each) => each !== column),
                })
              }
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
