import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { ContactSelect } from '../contacts/contact-select.tsx'
import { writingWords } from './labels.ts'
import { rememberChat } from './last-chat.ts'
import { WriteDialog } from './write-dialog.tsx'

type WriteToClientProps = {
  isOpen: boolean
  onClose: () => void
  /** Opens the conversation of the chosen chat. */
  onNumber: (number: number) => void
}

/** Writes to a client from where none is opened: first who it is, then in which of his chats. */
export function WriteToClient({ isOpen, onClose, onNumber }: WriteToClientProps): ReactElement {
  const say = useWords(writingWords)
  const [contactId, setContactId] = useState<number | null>(null)
  const close = (): void => {
    setContactId(null)
    onClose()
  }
  return (
    <>
      <Modal opened={isOpen && contactId === null} onClose={close} title={say('write.new')}>
        <ContactSelect
          label={say('write.whom')}
          placeholder={say('write.whom.find')}
          nothingFound={say('write.whom.none')}
          value={null}
          onChange={(contact) => contact && setContactId(contact.id)}
          isFocused
        />
      </Modal>
      <WriteDialog
        contactId={isOpen ? contactId : null}
        onClose={close}
        onChat={(chat) => {
          if (contactId !== null) rememberChat(contactId, chat.id)
          const number = chat.openNumber ?? chat.lastNumber
          if (number !== null) onNumber(number)
          return number !== null
        }}
      />
    </>
  )
}
