import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { listChannels } from '#contract/channels'
import { actorKinds } from '#contract/common'
import { authorWords, eventSections, eventWords, objectWords, otherEvents } from '#contract/event-words'
import { eventType } from '#contract/events'
import { call } from '../../../lib/api.ts'
import { useHotkeys } from '../../../lib/keyboard.ts'
import { useSession } from '../../../lib/session.ts'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { CheckList } from './check-list.tsx'
import { isNarrowed, noChoice, type EventChoice } from './event-filter.ts'
import { FilterButton } from './filter-button.tsx'
import { eventWordsOfPage } from './labels.ts'
import { ObjectFilter } from './object-filter.tsx'
import { PeriodFilter, usePeriodText } from './period-filter.tsx'

type Props = { choice: EventChoice; onChange: (change: Partial<EventChoice>) => void }
type Name = 'type' | 'author' | 'object' | 'channel' | 'period'

/** What narrows the list of events. */
export function EventFilters({ choice, onChange }: Props): ReactElement {
  const say = useWords(eventWordsOfPage)
  const language = useLanguage()
  const { colleagues } = useSession()
  const periodText = usePeriodText()
  const [opened, setOpened] = useState<Name | null>(null)
  const channels = useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => call(listChannels, undefined, { signal }),
  }).data?.items
  useHotkeys(say('events.keys'), [{ keys: 'f', label: say('events.key.type'), run: () => setOpened('type') }])
  const some = (names: readonly string[]): string | null => {
    const [first, ...rest] = names
    if (first === undefined) return null
    return rest.length === 0 ? first : say('events.more', { first, rest: rest.length })
  }
  const open = (name: Name) => ({
    isOpen: opened === name,
    onOpen: (isOpen: boolean) => setOpened(isOpen ? name : null),
  })
  const people = colleagues.filter(({ id, isActive }) => isActive || choice.userIds.includes(id))
  return (
    <>
      <FilterButton
        label={say('events.type')}
        value={some(choice.types.map((type) => eventWords[type][language]))}
        {...open('type')}
        onClear={() => onChange({ types: [] })}
      >
        <CheckList
          sections={typeSections(language)}
          chosen={choice.types}
          onChange={(types) => onChange({ types: eventType.options.filter((type) => types.includes(type)) })}
          find={say('events.type.find')}
          none={say('events.type.none')}
          allOf={(section) => say('events.type.all', { section })}
        />
      </FilterButton>
      <FilterButton
        label={say('events.author')}
        value={some([
          ...choice.authorKinds.map((kind) => authorWords[language][kind]),
          ...choice.userIds.map((id) => colleagues.find((one) => one.id === id)?.name ?? String(id)),
        ])}
        {...open('author')}
        onClear={() => onChange({ authorKinds: [], userIds: [] })}
      >
        <CheckList<string>
          sections={[
            {
              name: say('events.author.kinds'),
              items: actorKinds.map((kind) => ({ value: kind, label: authorWords[language][kind] })),
            },
            {
              name: say('events.author.people'),
              items: people.map(({ id, name }) => ({ value: String(id), label: name })),
            },
          ]}
          chosen={[...choice.authorKinds, ...choice.userIds.map(String)]}
          onChange={(chosen) =>
            onChange({
              authorKinds: actorKinds.filter((kind) => chosen.includes(kind)),
              userIds: chosen.map(Number).filter((id) => Number.isInteger(id)),
            })
          }
          {...(people.length > 8 && { find: say('events.author') })}
          none={say('events.object.none')}
        />
      </FilterButton>
      <FilterButton
        label={say('events.period')}
        value={periodText(choice)}
        any={say('events.anytime')}
        {...open('period')}
        onClear={() => onChange({ from: null, to: null })}
      >
        <PeriodFilter choice={choice} onChange={onChange} onDone={() => setOpened(null)} />
      </FilterButton>
      <FilterButton
        label={say('events.object')}
        value={
          choice.object &&
          `${objectWords[language][choice.object.kind] ?? ''} ${choice.object.kind === 'conversation' ? say('row.number', { number: choice.object.name }) : choice.object.name}`
        }
        {...open('object')}
        onClear={() => onChange({ object: null })}
      >
        <ObjectFilter
          onChoose={(object) => {
            onChange({ object })
            setOpened(null)
          }}
        />
      </FilterButton>
      {(channels?.length ?? 0) > 1 || choice.channelIds.length > 0 ? (
        <FilterButton
          label={say('events.channel')}
          value={some(
            choice.channelIds.map((id) => channels?.find((one) => one.id === id)?.name ?? String(id)),
          )}
          {...open('channel')}
          onClear={() => onChange({ channelIds: [] })}
        >
          <CheckList
            sections={[
              {
                name: say('events.channel'),
                items: (channels ?? []).map(({ id, name }) => ({ value: id, label: name })),
              },
            ]}
            chosen={choice.channelIds}
            onChange={(channelIds) => onChange({ channelIds })}
            none={say('events.object.none')}
          />
        </FilterButton>
      ) : null}
      {isNarrowed(choice) && (
        <Button variant="subtle" color="gray" onClick={() => onChange(noChoice)}>
          {say('events.reset')}
        </Button>
      )}
    </>
  )
}

/** The types in their sections; those of conversations come first. */
function typeSections(language: 'ru' | 'en') {
  const kindOf = (type: string): string => type.split('.')[0] ?? ''
  const known = new Set(eventSections.flatMap(({ kinds }) => kinds))
  const inOrder = Object.keys(eventWords)
  const itemsOf = (isOne: (kind: string) => boolean) =>
    eventType.options
      .filter((type) => isOne(kindOf(type)))
      .toSorted((one, other) => inOrder.indexOf(one) - inOrder.indexOf(other))
      .map((type) => ({ value: type, label: eventWords[type][language] }))
  return [
    ...eventSections.map(({ name, kinds }) => ({
      name: name[language],
      items: itemsOf((kind) => kinds.includes(kind)),
    })),
    { name: otherEvents[language], items: itemsOf((kind) => !known.has(kind)) },
  ]
}
