import { Button, Menu } from '@mantine/core'
import type { ReactElement } from 'react'
import { useSession } from '../lib/session.ts'
import { useWords } from '../lib/words.ts'

type Props = { label: string; isDisabled: boolean; onAssign: (responsibleUserId: number | null) => void }

/** The choice of a responsible for what is selected. */
export function AssignMenu({ label, isDisabled, onAssign }: Props): ReactElement {
  const say = useWords()
  const { colleagues } = useSession()
  const people = [...colleagues.filter(({ isActive }) => isActive), { id: null, name: say('c.nobody') }]
  return (
    <Menu position="top" disabled={isDisabled}>
      <Menu.Target>
        <Button variant="subtle" disabled={isDisabled}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {people.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => onAssign(id)}>
            <bdi>{name}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
