import { IconSquareCheck } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { lazyLater } from '../../../lib/lazy-later.ts'
import { useSession } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { chatWords } from '../labels.ts'
import type { HeaderContext, HeaderEntry } from './header-entry.ts'

const TaskDialog = lazyLater(async () => (await import('../../tasks/task-dialog.tsx')).TaskDialog)

/** Makes a task of the conversation's card; without one, of its client. */
export function useTaskEntry({ row }: HeaderContext): HeaderEntry | null {
  const say = useWords(chatWords)
  const { rights } = useSession()
  const [isOpen, setOpen] = useState(false)
  if (!rights.addsTasks) return null
  const { card, contact } = row
  const place = card ? { card: { kind: card.kind, id: card.id } } : { contactId: contact.id }
  return {
    id: 'task',
    label: say('talk.task'),
    icon: <IconSquareCheck size={16} stroke={1.75} />,
    keys: 't',
    run: () => setOpen(true),
    dialog: isOpen && (
      <Suspense fallback={null}>
        <TaskDialog seed={{ ...place, about: card?.name ?? contact.name }} onClose={() => setOpen(false)} />
      </Suspense>
    ),
  }
}
