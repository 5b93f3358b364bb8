import { ActionIcon, Tooltip } from '@mantine/core'
import { IconBell, IconBellFilled, IconStar, IconStarFilled } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { ConversationRow } from '#contract/conversations'
import { useHotkeys } from '../../../lib/keyboard.ts'
import { useWords } from '../../../lib/words.ts'
import { useConversationActions } from '../../imbox/use-conversation-actions.ts'
import { chatWords } from '../labels.ts'

/** One's own marks on the conversation: a star, and being told of what the client writes. */
export function HeaderMarks({ row }: { row: ConversationRow }): ReactElement {
  const say = useWords(chatWords)
  const { toggleStar, toggleSubscription } = useConversationActions()
  const star = say(row.isStarred ? 'talk.star.off' : 'talk.star.on')
  const bell = say(row.isSubscribed ? 'talk.subscribe.off' : 'talk.subscribe.on')
  useHotkeys(say('talk.hotkeys'), [
    { keys: 's', label: say('talk.star.on'), run: () => toggleStar(row) },
    { keys: 'u', label: say('talk.subscribe.on'), run: () => toggleSubscription(row) },
  ])
  return (
    <>
      <Tooltip label={`${star} · S`}>
        <ActionIcon
          variant="subtle"
          size={28}
          c={row.isStarred ? 'var(--star)' : 'var(--text-3)'}
          aria-label={say('talk.star')}
          aria-pressed={row.isStarred}
          onClick={() => toggleStar(row)}
        >
          {row.isStarred ? <IconStarFilled size={18} /> : <IconStar size={18} stroke={1.75} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${bell} · U`}>
        <ActionIcon
          variant="subtle"
          size={28}
          c={row.isSubscribed ? 'var(--accent-text)' : 'var(--text-3)'}
          aria-label={say('talk.subscription')}
          aria-pressed={row.isSubscribed}
          onClick={() => toggleSubscription(row)}
        >
          {row.isSubscribed ? <IconBellFilled size={18} /> : <IconBell size={18} stroke={1.75} />}
        </ActionIcon>
      </Tooltip>
    </>
  )
}
