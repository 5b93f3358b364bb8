import { Table } from '@mantine/core'
import type { ReactElement } from 'react'
import { personalKinds } from '#contract/erasure'
import type { PersonalCounts } from '#contract/erasure'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { privacyWords } from './labels.ts'

/** How much there is, or was, of each kind of a person's data. */
export function CountsTable({ counts, label }: { counts: PersonalCounts; label: string }): ReactElement {
  const say = useWords(privacyWords)
  const format = useFormat()
  const rows = personalKinds.flatMap((kind) => {
    const count = counts[kind]
    return count === undefined ? [] : [{ kind, count }]
  })
  return (
    <Table aria-label={label} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('pd.what')}</Table.Th>
          <Table.Th ta="right">{say('pd.count')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ kind, count }) => (
          <Table.Tr key={kind}>
            <Table.Td>{say(`pd.k.${kind}`)}</Table.Td>
            <Table.Td ta="right">{format.number(count)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
