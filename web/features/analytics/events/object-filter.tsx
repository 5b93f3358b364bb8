import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import { listCompanies } from '#contract/companies'
import { listContacts } from '#contract/contacts'
import { getConversation } from '#contract/conversations'
import { listCustomers } from '#contract/customers'
import { listDeals } from '#contract/deals'
import type { ListedObject } from '#contract/event-list'
import { objectWords } from '#contract/event-words'
import { call } from '../../../lib/api.ts'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { SearchField } from '../../../ui/search-field.tsx'
import type { EventChoice } from './event-filter.ts'
import classes from './events.module.css'
import { eventWordsOfPage } from './labels.ts'

type Found = { kind: ListedObject; id: number; name: string }

const typingMs = 200
const most = 5

/** Finds the one thing whose events are wanted. */
export function ObjectFilter({
  onChoose,
}: {
  onChoose: (object: NonNullable<EventChoice['object']>) => void
}): ReactElement {
  const say = useWords(eventWordsOfPage)
  const language = useLanguage()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), typingMs)
  const { data, isFetching } = useQuery({
    queryKey: ['event-objects', search],
    queryFn: ({ signal }) => findObjects(search, signal),
    enabled: search !== '',
    staleTime: 30_000,
  })
  const found = search === '' ? [] : (data ?? [])
  return (
    <div className={classes.checks}>
      <SearchField
        value={typed}
        onChange={setTyped}
        placeholder={say('events.object.find')}
        onKeyDown={(event) => {
          const first = found[0]
          if (event.key === 'Enter' && first) onChoose(first)
        }}
      />
      <div className={classes.checkRows} onKeyDown={goByArrows}>
        {found.map((one) => (
          <button
            key={`${one.kind}:${one.id}`}
            type="button"
            className={classes.found}
            onClick={() => onChoose(one)}
          >
            <span className={classes.quiet}>{objectWords[language][one.kind]}</span>
            <bdi>{one.kind === 'conversation' ? say('row.number', { number: one.id }) : one.name}</bdi>
          </button>
        ))}
        {found.length === 0 && !isFetching && (
          <p className={classes.nothing}>
            {say(search === '' ? 'events.object.hint' : 'events.object.none')}
          </p>
        )}
      </div>
    </div>
  )
}

async function findObjects(search: string, signal: AbortSignal): Promise<Found[]> {
  const query = { search, limit: most }
  const named =
    (kind: ListedObject) =>
    ({ items }: { items: readonly { id: number; name: string }[] }): Found[] =>
      items.map(({ id, name }) => ({ kind, id, name }))
  const number = /^[№#]?\s*([1-9]\d{0,14})$/.exec(search)?.[1]
  const found = await Promise.all([
    number === undefined
      ? []
      : call(getConversation, { number: Number(number) }, { signal }).then(
          (): Found[] => [{ kind: 'conversation', id: Number(number), name: number }],
          () => [],
        ),
    call(listContacts, query, { signal }).then(named('contact')),
    call(listDeals, query, { signal }).then(named('deal')),
    call(listCompanies, query, { signal }).then(named('company')),
    call(listCustomers, query, { signal }).then(named('customer')),
  ])
  return found.flat()
}

function goByArrows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const here = event.target instanceof HTMLElement ? event.target : null
  const next = event.key === 'ArrowDown' ? here?.nextElementSibling : here?.previousElementSibling
  if (!(next instanceof HTMLElement)) return
  event.preventDefault()
  next.focus()
}
