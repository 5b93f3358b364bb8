import { Button } from '@mantine/core'
import { IconHeartHandshake, IconSearchOff } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { customerWords } from './labels.ts'

type CustomersEmptyProps = { isNarrowed: boolean; onReset: () => void; onNew: () => void }

const icon = { size: 28, stroke: 1.5 } as const

/** Why there is no customer, and the one next step. */
export function CustomersEmpty({ isNarrowed, onReset, onNew }: CustomersEmptyProps): ReactElement {
  const say = useWords(customerWords)
  const { rights } = useSession()
  if (isNarrowed) {
    return (
      <EmptyState
        icon={<IconSearchOff {...icon} />}
        title={say('cust.none.title')}
        text={say('cust.none.text')}
        action={
          <Button variant="default" onClick={onReset}>
            {say('cust.none.action')}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={<IconHeartHandshake {...icon} />}
      title={say('cust.empty.title')}
      text={say(rights.addsCustomers ? 'cust.empty.text' : 'cust.empty.see')}
      action={
        rights.addsCustomers && (
          <Button variant="default" onClick={onNew}>
            {say('cust.new')}
          </Button>
        )
      }
    />
  )
}
