import type { ContactRow } from '#contract/contacts'
import { LiveRows } from '../../lib/live-rows.ts'

/** What the list of contacts shows. */
export type ContactFilter = { search: string }

const lists = ['contacts', 'list'] as const
export const contactListKey = (filter: ContactFilter): readonly [...typeof lists, ContactFilter] => [
  ...lists,
  filter,
]

export const contactIdOf = (row: ContactRow): number => row.id

/** Last changed first. */
export const liveContacts = new LiveRows<ContactRow, ContactFilter>({
  key: lists,
  keyOf: contactIdOf,
  rulesOf: ({ search }) => ({
    keyOf: contactIdOf,
    isListed: () => true,
    compare: (a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || b.id - a.id,
    isSearch: search !== '',
  }),
  isFilter: (part): part is ContactFilter => typeof part === 'object' && part !== null && 'search' in part,
})
