import { IconMail, IconMailOpened } from '@tabler/icons-react'
import { useWords } from '../../../lib/words.ts'
import { useConversationActions } from '../../imbox/use-conversation-actions.ts'
import { chatWords } from '../labels.ts'
import type { HeaderContext, HeaderEntry } from './header-entry.ts'

/** Marks the conversation read or unread; a closed one is read. */
export function useMarkEntry({ row }: HeaderContext): HeaderEntry | null {
  const say = useWords(chatWords)
  const actions = useConversationActions()
  if (row.closedAt !== null) return null
  return {
    id: 'mark',
    label: say(row.isRead ? 'talk.markUnread' : 'talk.markRead'),
    icon: row.isRead ? <IconMail size={16} stroke={1.75} /> : <IconMailOpened size={16} stroke={1.75} />,
    keys: 'shift+u',
    run: () => void (row.isRead ? actions.markUnread(row) : actions.markRead(row)),
  }
}
