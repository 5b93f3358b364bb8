import { IconMessagePlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useSession } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { rememberChat } from '../../writing/last-chat.ts'
import { WriteDialog } from '../../writing/write-dialog.tsx'
import { chatWords } from '../labels.ts'
import type { HeaderContext, HeaderEntry } from './header-entry.ts'

/** Writes to the same client in another channel of his, or begins there. */
export function useWriteElsewhereEntry({ row, onNumber }: HeaderContext): HeaderEntry | null {
  const say = useWords(chatWords)
  const { rights } = useSession()
  const [isOpen, setOpen] = useState(false)
  const contactId = row.contact.id
  if (!rights.answersClients) return null
  return {
    id: 'write-elsewhere',
    label: say('talk.elsewhere'),
    icon: <IconMessagePlus size={16} stroke={1.75} />,
    keys: 'w',
    run: () => setOpen(true),
    dialog: (
      <WriteDialog
        contactId={isOpen ? contactId : null}
        onClose={() => setOpen(false)}
        onChat={(chat) => {
          rememberChat(contactId, chat.id)
          const number = chat.openNumber ?? chat.lastNumber
          if (number !== null) onNumber(number)
          return number !== null
        }}
      />
    ),
  }
}
