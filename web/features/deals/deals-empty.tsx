import { Button } from '@mantine/core'
import { IconBriefcase, IconSearchOff } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { countChoices } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'
import { dealListWords } from './list-labels.ts'

type DealsEmptyProps = { filter: DealFilter; onReset: () => void; onNew: () => void }

const icon = { size: 28, stroke: 1.5 } as const

/** Why there is no deal, and the one next step. */
export function DealsEmpty({ filter, onReset, onNew }: DealsEmptyProps): ReactElement {
  const say = useWords(dealListWords)
  const { rights } = useSession()
  const { search } = filter
  if (search !== '' || countChoices(filter) > 0) {
    return (
      <EmptyState
        icon={<IconSearchOff {...icon} />}
        title={say('deals.none.title')}
        text={search === '' ? say('deals.none.filter') : say('deals.none.search', { search })}
        action={
          <Button variant="default" onClick={onReset}>
            {say('deals.none.action')}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={<IconBriefcase {...icon} />}
      title={say('deals.empty.title')}
      text={rights.addsDeals ? say('deals.empty.text') : say('deals.empty.see')}
      action={
        rights.addsDeals && (
          <Button variant="default" onClick={onNew}>
            {say('deals.new')}
          </Button>
        )
      }
    />
  )
}
