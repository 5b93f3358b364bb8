import { Button, Group } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconFilterOff, IconInbox, IconMessageCheck, IconSearchOff, IconStar } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { Counts } from '#contract/conversations'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useChoiceWords } from './filter/filter-chips.tsx'
import { imboxWords } from './labels.ts'
import { choicesOf, noChoices } from './list-filter.ts'
import type { ImboxFilter } from './list-filter.ts'
import { useBeginning } from './use-beginning.ts'

type ListEmptyProps = {
  filter: ImboxFilter
  counts: Counts | undefined
  onFilter: (change: Partial<ImboxFilter>) => void
}

const icon = { size: 28, stroke: 1.5 } as const

/** Why there is no row, and the one next step. */
export function ListEmpty({ filter, counts, onFilter }: ListEmptyProps): ReactElement | null {
  const say = useWords(imboxWords)
  const { rights } = useSession()
  const tell = useChoiceWords(filter)
  const isAlone = useMediaQuery('(width < 840px)', undefined, { getInitialValueInEffect: false }) ?? false
  const choices = choicesOf(filter)
  const { search, preset } = filter
  const beginning = useBeginning((counts?.open ?? 0) === 0)
  if (choices.length > 0) {
    return (
      <EmptyState
        icon={<IconFilterOff {...icon} />}
        title={say('imbox.filtered.title')}
        text={[say(`imbox.preset.${preset}`), ...choices.map(tell), ...(search ? [`«${search}»`] : [])].join(
          ' · ',
        )}
        action={
          <Button variant="default" onClick={() => onFilter({ ...noChoices, search: undefined })}>
            {say('imbox.filtered.action')}
          </Button>
        }
      />
    )
  }
  if (search) {
    return (
      <EmptyState
        icon={<IconSearchOff {...icon} />}
        title={say('imbox.none.title')}
        text={say('imbox.none.text', { search })}
        action={
          <Group justify="center" gap="xs">
            <Button variant="default" onClick={() => onFilter({ search: undefined })}>
              {say('imbox.none.action')}
            </Button>
            <Button component={AppLink} href={`/search?q=${encodeURIComponent(search)}`} variant="light">
              {say('imbox.none.search')}
            </Button>
          </Group>
        }
      />
    )
  }
  if (preset === 'starred' || preset === 'subscribed') {
    return (
      <EmptyState
        icon={<IconStar {...icon} />}
        title={say(`imbox.${preset}.title`)}
        text={say(`imbox.${preset}.text`)}
      />
    )
  }
  if (preset === 'mine') {
    return (
      <EmptyState
        icon={<IconInbox {...icon} />}
        title={say('imbox.mine.title')}
        text={say('imbox.mine.text')}
      />
    )
  }
  const isDone = preset === 'unanswered' || filter.sort === 'waiting'
  if (isDone || beginning?.isUntouched === false) {
    return (
      <EmptyState
        icon={<IconMessageCheck {...icon} />}
        title={say('imbox.done.title')}
        text={say('imbox.done.text')}
      />
    )
  }
  if (beginning === null) return null
  return (
    <EmptyState
      icon={<IconInbox {...icon} />}
      title={say('imbox.empty.title')}
      text={say('imbox.empty.text')}
      action={
        beginning.hasChannel
          ? // Where there is room, this stands beside the list.
            isAlone && (
              <Button component={AppLink} href="/start" variant="default">
                {say('imbox.first.action')}
              </Button>
            )
          : rights.settings && (
              <Button component={AppLink} href="/settings/channels" variant="default">
                {say('imbox.empty.action')}
              </Button>
            )
      }
    />
  )
}
