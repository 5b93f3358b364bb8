import type { ReactElement } from 'react'
import { dealColumns } from '#contract/people'
import type { DealColumn } from '#contract/people'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { ColumnsMenu as Columns } from '../../ui/columns-menu.tsx'
import { useFields } from '../fields/fields-data.ts'
import { fieldColumnOf } from '../fields/use-field-columns.tsx'
import { tagWords } from '../tags/labels.ts'
import { boardWords } from './board-labels.ts'
import { dealListWords } from './list-labels.ts'
import { useChangePreferences } from './use-preferences.ts'

/** Which columns the list has; remembered for the user. */
export function ColumnsMenu(): ReactElement {
  const say = useWords(boardWords)
  const words = useWords(dealListWords)
  const change = useChangePreferences()
  const fields = useFields('deal')
  const names: Record<DealColumn, string> = {
    contact: words('deals.col.contact'),
    stage: words('deals.stage'),
    talks: words('deals.col.talks'),
    responsible: words('deals.responsible'),
    budget: words('deals.col.budget'),
    created: say('sort.created'),
    stageSince: say('sort.stage'),
    updated: words('deals.col.updated'),
    tags: useWords(tagWords)('tags.title'),
  }
  return (
    <Columns
      title={say('columns.title')}
      columns={[
        ...dealColumns.map((key) => ({ key, name: names[key] })),
        ...fields.map(({ id, name }) => ({ key: fieldColumnOf(id), name })),
      ]}
      shown={useSession().user.preferences.dealColumns}
      onChange={(shown) => change({ dealColumns: shown })}
    />
  )
}
