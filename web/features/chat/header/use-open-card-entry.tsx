import { IconExternalLink } from '@tabler/icons-react'
import { useWords } from '../../../lib/words.ts'
import { chatWords } from '../labels.ts'
import type { HeaderContext, HeaderEntry } from './header-entry.ts'

/** Opens the card the conversation belongs to. */
export function useOpenCardEntry({ onCard }: HeaderContext): HeaderEntry | null {
  const say = useWords(chatWords)
  if (!onCard) return null
  return {
    id: 'card',
    label: say('talk.card'),
    icon: <IconExternalLink size={16} stroke={1.75} />,
    keys: 'o',
    run: onCard,
  }
}
