import { IconTransfer } from '@tabler/icons-react'
import { useState } from 'react'
import { useWords } from '../../../lib/words.ts'
import { GiveDialog } from '../../people/give-dialog.tsx'
import { staffWords } from '../../people/staff-labels.ts'
import type { HeaderContext, HeaderEntry } from './header-entry.ts'

/** Hands the conversation over to a colleague, with a word to him. */
export function useHandOverEntry({ row }: HeaderContext): HeaderEntry | null {
  const say = useWords(staffWords)
  const [isOpen, setOpen] = useState(false)
  return {
    id: 'hand-over',
    label: say('st.give'),
    icon: <IconTransfer size={16} stroke={1.75} />,
    keys: 'a',
    run: () => setOpen(true),
    dialog: isOpen && <GiveDialog row={row} onClose={() => setOpen(false)} />,
  }
}
