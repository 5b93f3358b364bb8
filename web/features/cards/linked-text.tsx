import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { getCompany } from '#contract/companies'
import { getContact } from '#contract/contacts'
import type { EventType, EventView } from '#contract/events'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { cardWords } from './labels.ts'

const links = ['contact.linked', 'contact.unlinked', 'company.linked', 'company.unlinked'] as const
type LinkType = (typeof links)[number]

export function isLinkEvent(event: EventView): event is EventView & { type: LinkType } {
  return links.some((type: EventType) => type === event.type)
}

/** Who or what was put on the card or taken off it, by its name of today. */
export function LinkedText({ event }: { event: EventView & { type: LinkType } }): ReactElement {
  const say = useWords(cardWords)
  const { before, after } = event
  const idOf = (side: EventView['before'], key: string): number | null => {
    const id = side?.[key]
    return typeof id === 'number' ? id : null
  }
  if (event.type === 'contact.linked' || event.type === 'contact.unlinked') {
    const isMain = event.type === 'contact.linked' && after?.['isMain'] === true
    const id = idOf(after ?? before, 'contactId')
    return (
      <>
        {say(isMain ? 'feed.contact.main' : `feed.${event.type}`)}{' '}
        {id !== null && <Name kind="contacts" id={id} />}
      </>
    )
  }
  const [was, is] = [idOf(before, 'companyId'), idOf(after, 'companyId')]
  return (
    <>
      {say('feed.company')} {was === null ? say('feed.none') : <Name kind="companies" id={was} />} {'→'}{' '}
      {is === null ? say('feed.none') : <Name kind="companies" id={is} />}
    </>
  )
}

function Name({ kind, id }: { kind: 'contacts' | 'companies'; id: number }): ReactElement {
  const { data, isPending } = useQuery({
    queryKey: ['names', kind, id],
    queryFn: async () =>
      kind === 'contacts'
        ? (await call(getContact, { contactId: id })).name
        : (await call(getCompany, { companyId: id })).name,
    staleTime: 60_000,
    retry: false,
  })
  if (isPending) return <>…</>
  // What one may not see has a number only.
  if (data === undefined) return <bdi>#{id}</bdi>
  return (
    <AppLink href={`/${kind}/${id}`}>
      <bdi>{data}</bdi>
    </AppLink>
  )
}
