import { IconArrowsExchange } from '@tabler/icons-react'
import { useState } from 'react'
import { useWords } from '../../../lib/words.ts'
import { CardDialog } from '../card-choice/card-dialog.tsx'
import { cardChoiceWords } from '../card-choice/labels.ts'
import type { HeaderContext, HeaderEntry } from './header-entry.ts'

/** Gives the conversation a card, new or one that is there, or moves it to another. */
export function useChooseCardEntry({ row }: HeaderContext): HeaderEntry | null {
  const say = useWords(cardChoiceWords)
  const [isOpen, setOpen] = useState(false)
  return {
    id: 'choose-card',
    label: say(row.card === null ? 'choose.give' : 'choose.move'),
    icon: <IconArrowsExchange size={16} stroke={1.75} />,
    keys: 'd',
    run: () => setOpen(true),
    dialog: <CardDialog row={row} isOpen={isOpen} onClose={() => setOpen(false)} />,
  }
}
