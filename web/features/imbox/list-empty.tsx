import { Button } from '@mantine/core'
import { IconFilterOff, IconInbox, IconMessageCheck, IconSearchOff } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { Counts } from '#contract/conversations'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { imboxWords } from './labels.ts'
import type { Choice } from './use-list-filter.ts'

type ListEmptyProps = {
  search: string
  choice: Choice
  counts: Counts | undefined
  onSearch: (search: string) => void
  onChoice: (change: Partial<Choice>) => void
}

const icon = { size: 28, stroke: 1.5 } as const

/** Why there is no row, and the one next step. */
export function ListEmpty({ search, choice, counts, onSearch, onChoice }: ListEmptyProps): ReactElement {
  const say = useWords(imboxWords)
  const { rights } = useSession()
  if (search !== '') {
    return (
      <EmptyState
        icon={<IconSearchOff {...icon} />}
        title={say('imbox.none.title')}
        text={say('imbox.none.text', { search })}
        action={
          <Button variant="default" onClick={() => onSearch('')}>
            {say('imbox.none.action')}
          </Button>
        }
      />
    )
  }
  if (choice.read !== 'any') {
    return (
      <EmptyState
        icon={<IconFilterOff {...icon} />}
        title={say('imbox.filtered.title')}
        action={
          <Button variant="default" onClick={() => onChoice({ read: 'any' })}>
            {say('imbox.filtered.action')}
          </Button>
        }
      />
    )
  }
  if (choice.preset === 'mine') {
    return (
      <EmptyState
        icon={<IconInbox {...icon} />}
        title={say('imbox.mine.title')}
        text={say('imbox.mine.text')}
      />
    )
  }
  const isDone = choice.preset === 'unanswered' || choice.sort === 'waiting'
  if (isDone || (counts?.open ?? 0) > 0) {
    return (
      <EmptyState
        icon={<IconMessageCheck {...icon} />}
        title={say('imbox.done.title')}
        text={say('imbox.done.text')}
      />
    )
  }
  return (
    <EmptyState
      icon={<IconInbox {...icon} />}
      title={say('imbox.empty.title')}
      text={say('imbox.empty.text')}
      action={
        rights.settings && (
          <Button component={AppLink} href="/settings/channels" variant="default">
            {say('imbox.empty.action')}
          </Button>
        )
      }
    />
  )
}
