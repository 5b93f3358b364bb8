import { useMemo } from 'react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import type { CompanyView } from '#contract/companies'
import { PeopleFeed } from '../cards/people-feed.tsx'
import { usePeopleFeedLive } from '../cards/use-people-feed-live.ts'

/** Everything that happened with the company, its contacts and its deals. */
export function CompanyFeed({ company }: { company: CompanyView }): ReactElement {
  const { id, name, canEdit } = company
  const contacts = useMemo(
    () => company.contacts.map((contact) => ({ ...contact, isMain: false, isBlocked: false, chats: [] })),
    [company.contacts],
  )
  const holder = { kind: 'company', id } as const
  usePeopleFeedLive(holder, { has: (ref) => isOf(company, ref), channelOf: () => null })
  return <PeopleFeed holder={holder} name={name} canEdit={canEdit} contacts={contacts} />
}

/** Of more people or deals than are listed here any may be one of the company's; of its customers none is known. */
function isOf(company: CompanyView, { kind, id }: EntityRef): boolean {
  const { contacts, contactCount, deals, dealCount } = company
  if (kind === 'company') return id === company.id
  if (kind === 'contact') return contactCount > contacts.length || contacts.some((each) => each.id === id)
  return kind === 'customer' || dealCount > deals.length || deals.some((each) => each.id === id)
}
