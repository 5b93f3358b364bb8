import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { listChannels } from '#contract/channels'
import { call } from '../../../lib/api.ts'
import { useColleagueName, useSession } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { usePipelines } from '../../deals/use-pipelines.ts'
import { useTags } from '../../tags/tags-data.ts'
import { imboxWords } from '../labels.ts'
import { choicesOf, without } from '../list-filter.ts'
import type { ChoiceName, ImboxFilter } from '../list-filter.ts'
import { useWaitingWords } from './use-waiting-words.ts'
import classes from './filter.module.css'

type Props = { filter: ImboxFilter; onChange: (change: Partial<ImboxFilter>) => void }

/** What narrows the list, each word a button that takes it away. */
export function FilterChips({ filter, onChange }: Props): ReactElement | null {
  const say = useWords(imboxWords)
  const tell = useChoiceWords(filter)
  const set = choicesOf(filter)
  if (set.length === 0) return null
  return (
    <div className={classes.chips} role="group" aria-label={say('imbox.filter.set', { count: set.length })}>
      {set.map((name) => {
        const words = tell(name)
        return (
          <button
            key={name}
            type="button"
            className={classes.set}
            aria-label={say('imbox.f.remove', { what: words })}
            onClick={() => onChange(without(name))}
          >
            <bdi>{words}</bdi>
            <IconX size={12} stroke={2} aria-hidden="true" />
          </button>
        )
      })}
    </div>
  )
}

/** A choice in words: what it is about, and what was chosen. */
export function useChoiceWords(filter: ImboxFilter): (name: ChoiceName) => string {
  const say = useWords(imboxWords)
  const { user } = useSession()
  const day = new Intl.DateTimeFormat(user.language, { dateStyle: 'medium', timeZone: 'UTC' })
  const colleague = useColleagueName()
  const tellWaiting = useWaitingWords()
  const { groups } = useSession()
  const pipelines = usePipelines()
  const tags = [...useTags('deal'), ...useTags('customer'), ...useTags('contact')]
  const channels = useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => call(listChannels, undefined, { signal }),
  })
  const named = (ids: readonly number[], all: readonly { id: number; name: string }[]): string[] =>
    ids.map((id) => all.find((each) => each.id === id)?.name ?? say('row.number', { number: id }))
  const words: Record<ChoiceName, () => string> = {
    read: () => say(`imbox.f.read.${filter.read}`),
    state: () => say(`imbox.f.state.${filter.state ?? 'open'}`),
    card: () => say(`imbox.f.card.${filter.card ?? 'none'}`),
    way: () => say(`imbox.f.way.${filter.way ?? 'in'}`),
    waiting: () => tellWaiting(filter.waitingLonger ?? 0),
    channelId: () => named(filter.channelId ?? [], channels.data?.items ?? []).join(', '),
    tagId: () => named(filter.tagId ?? [], tags).join(', '),
    stage: () =>
      (filter.stage ?? [])
        .map(({ pipelineId, stageId }) => {
          const pipeline = pipelines.find(({ id }) => id === pipelineId)
          const stage = pipeline?.stages.find(({ id }) => id === stageId)
          const name = pipeline?.name ?? say('row.number', { number: pipelineId })
          return stageId === null ? name : `${name}: ${stage?.name ?? say('row.number', { number: stageId })}`
        })
        .join(', '),
    responsible: () =>
      [
        ...(filter.responsibleUserId ?? []).map((id) =>
          id === 0 ? say('c.nobody') : (colleague(id) ?? say('row.number', { number: id })),
        ),
        ...named(filter.responsibleGroupId ?? [], groups),
      ].join(', '),
    period: () =>
      [
        filter.lastFrom && `${say('imbox.f.since')} ${day.format(new Date(filter.lastFrom))}`,
        filter.lastTo && `${say('imbox.f.until')} ${day.format(new Date(filter.lastTo))}`,
      ]
        .filter(Boolean)
        .join(' '),
  }
  return (name) => words[name]()
}
