import { Button } from '@mantine/core'
import { IconBuilding, IconSearchOff } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { countChoices } from './company-filter.ts'
import type { CompanyFilter } from './company-filter.ts'
import { companyWords } from './labels.ts'

type CompaniesEmptyProps = { filter: CompanyFilter; onReset: () => void; onNew: () => void }

const icon = { size: 28, stroke: 1.5 } as const

/** Why there is no company, and the one next step. */
export function CompaniesEmpty({ filter, onReset, onNew }: CompaniesEmptyProps): ReactElement {
  const say = useWords(companyWords)
  const { rights } = useSession()
  if (filter.search !== '' || countChoices(filter) > 0) {
    return (
      <EmptyState
        icon={<IconSearchOff {...icon} />}
        title={say('companies.none.title')}
        text={
          filter.search === ''
            ? say('companies.none.filter')
            : say('companies.none.text', { search: filter.search })
        }
        action={
          <Button variant="default" onClick={onReset}>
            {say('companies.none.action')}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={<IconBuilding {...icon} />}
      title={say('companies.empty.title')}
      text={rights.addsCompanies ? say('companies.empty.text') : say('companies.empty.see')}
      action={
        rights.addsCompanies && (
          <Button variant="default" onClick={onNew}>
            {say('companies.new')}
          </Button>
        )
      }
    />
  )
}
