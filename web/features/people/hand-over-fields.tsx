import { Checkbox, Select, Skeleton, Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import type { HandedKind } from '#contract/hand-over'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useColleagueChoices } from './colleague-choices.ts'
import { staffWords } from './staff-labels.ts'
import { useHoldings } from './use-holdings.ts'

/** To whom, null: to nobody; undefined: that is still to be chosen. */
export type Handing = { toUserId: number | null | undefined; what: HandedKind[] }

type Props = { userId: number; value: Handing; onChange: (value: Handing) => void }

/** To whom and what of somebody's work is handed over, with how much there is of each. */
export function HandOverFields({ userId, value, onChange }: Props): ReactElement {
  const say = useWords(staffWords)
  const choices = useColleagueChoices(userId)
  const holdings = useHoldings(userId)
  if (holdings.isPending) return <Skeleton height={180} />
  if (holdings.isError) {
    return (
      <ErrorState title={say('st.hand')} error={holdings.error} onRetry={() => void holdings.refetch()} />
    )
  }
  const items = holdings.data.items.filter(({ count }) => count > 0)
  if (items.length === 0) return <Notice>{say('st.hand.nothing')}</Notice>
  const isLeftOut = (what: HandedKind): boolean => what === 'tasks' && value.toUserId === null
  return (
    <Stack gap="md">
      <Select
        label={say('st.hand.to')}
        data={[{ value: '', label: say('st.hand.nobody') }, ...choices]}
        value={value.toUserId === undefined ? null : String(value.toUserId ?? '')}
        searchable
        allowDeselect={false}
        onChange={(chosen) => onChange({ ...value, toUserId: chosen ? Number(chosen) : null })}
      />
      <Checkbox.Group
        label={say('st.hand.what')}
        value={value.what}
        onChange={(chosen) =>
          onChange({
            ...value,
            what: items.map(({ what }) => what).filter((what) => chosen.includes(what)),
          })
        }
      >
        <Stack gap="xs" mt="xs">
          {items.map(({ what, count }) => (
            <Checkbox
              key={what}
              value={what}
              label={say(`st.hand.w.${what}`, { count })}
              description={isLeftOut(what) ? say('st.hand.tasks') : undefined}
              disabled={isLeftOut(what)}
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </Stack>
  )
}
