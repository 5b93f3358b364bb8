import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { FilterMenu } from '../../ui/filter-menu.tsx'
import { ResponsibleFilter } from '../../ui/responsible-filter.tsx'
import { FieldFilters } from '../fields/field-filters.tsx'
import { TagFilter } from '../tags/tag-filter.tsx'
import { countChoices, noFilter } from './company-filter.ts'
import type { CompanyFilter } from './company-filter.ts'
import { companyWords } from './labels.ts'

type Props = { filter: CompanyFilter; onChange: (change: Partial<CompanyFilter>) => void }

/** What narrows the companies; a choice holds as soon as it is made. */
export function CompanyFilterMenu({ filter, onChange }: Props): ReactElement {
  const say = useWords(companyWords)
  const [isOpen, setOpen] = useState(false)
  const count = countChoices(filter)
  return (
    <FilterMenu
      label={count > 0 ? say('companies.filter.count', { count }) : say('companies.filter')}
      resetLabel={say('companies.filter.reset')}
      count={count}
      onReset={() => onChange({ ...noFilter, search: filter.search })}
      isOpen={isOpen}
      onOpen={setOpen}
    >
      <ResponsibleFilter
        label={say('companies.col.responsible')}
        anybody={say('companies.filter.any')}
        nobody={say('c.nobody')}
        ids={filter.responsibleUserIds}
        onChange={(responsibleUserIds) => onChange({ responsibleUserIds })}
      />
      <TagFilter kind="company" tagIds={filter.tagIds} onChange={(tagIds) => onChange({ tagIds })} />
      <FieldFilters kind="company" conditions={filter.fields} onChange={(fields) => onChange({ fields })} />
    </FilterMenu>
  )
}
