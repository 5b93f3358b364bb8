import { Button } from '@mantine/core'
import { IconAddressBook, IconSearchOff } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { countChoices } from './contact-filter.ts'
import type { ContactFilter } from './contact-filter.ts'
import { contactWords } from './labels.ts'

type ContactsEmptyProps = { filter: ContactFilter; onReset: () => void; onNew: () => void }

const icon = { size: 28, stroke: 1.5 } as const

/** Why there is no contact, and the one next step. */
export function ContactsEmpty({ filter, onReset, onNew }: ContactsEmptyProps): ReactElement {
  const say = useWords(contactWords)
  const { rights } = useSession()
  if (filter.search !== '' || countChoices(filter) > 0) {
    return (
      <EmptyState
        icon={<IconSearchOff {...icon} />}
        title={say('contacts.none.title')}
        text={
          filter.search === ''
            ? say('contacts.none.filter')
            : say('contacts.none.text', { search: filter.search })
        }
        action={
          <Button variant="default" onClick={onReset}>
            {say('contacts.none.action')}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={<IconAddressBook {...icon} />}
      title={say('contacts.empty.title')}
      text={rights.addsContacts ? say('contacts.empty.text') : say('contacts.empty.see')}
      action={
        rights.addsContacts && (
          <Button variant="default" onClick={onNew}>
            {say('contacts.new')}
          </Button>
        )
      }
    />
  )
}
