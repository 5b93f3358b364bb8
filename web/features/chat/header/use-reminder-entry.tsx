import { IconAlarm } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { lazyLater } from '../../../lib/lazy-later.ts'
import { useWords } from '../../../lib/words.ts'
import { chatWords } from '../labels.ts'
import type { HeaderContext, HeaderEntry } from './header-entry.ts'

const ReminderDialog = lazyLater(
  async () => (await import('../../reminders/reminder-dialog.tsx')).ReminderDialog,
)

/** Reminds one of the conversation later. */
export function useReminderEntry({ row }: HeaderContext): HeaderEntry | null {
  const say = useWords(chatWords)
  const [isOpen, setOpen] = useState(false)
  return {
    id: 'reminder',
    label: say('talk.remind'),
    icon: <IconAlarm size={16} stroke={1.75} />,
    keys: 'l',
    run: () => setOpen(true),
    dialog: isOpen && (
      <Suspense fallback={null}>
        <ReminderDialog number={row.number} onClose={() => setOpen(false)} />
      </Suspense>
    ),
  }
}
