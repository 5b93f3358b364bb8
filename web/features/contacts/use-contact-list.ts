import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listContacts } from '#contract/contacts'
import type { ContactRow } from '#contract/contacts'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import type { Page } from '../../lib/pages.ts'
import { useRowList } from '../../lib/use-row-list.ts'
import type { RowList } from '../../lib/use-row-list.ts'
import { contactIdOf, contactListKey, liveContacts } from './contact-list.ts'
import { wishesOf } from './contact-filter.ts'
import type { ContactFilter } from './contact-filter.ts'

const pageSize = 50

async function loadPage(
  filter: ContactFilter,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<Page<ContactRow>> {
  const askedAt = Date.now()
  const page = await call(listContacts, { ...wishesOf(filter), cursor, limit: pageSize }, { signal })
  return liveContacts.freshen(page, filter, askedAt, cursor)
}

/** The list of contacts, kept true while it is shown. */
export function useContactList(filter: ContactFilter): RowList<ContactRow> {
  const client = useQueryClient()
  const list = useRowList({
    queryKey: contactListKey(filter),
    load: (cursor, signal) => loadPage(filter, cursor, signal),
    keyOf: contactIdOf,
  })
  useLive('contact', ({ contact }) => liveContacts.put(client, contact))
  useLive('gone', ({ thing }) => {
    if (thing.kind === 'contact') liveContacts.drop(client, thing.id)
    if (thing.kind === 'company') {
      liveContacts.map(client, (row) => (row.company?.id === thing.id ? { ...row, company: null } : row))
    }
  })
  useEffect(() => () => liveContacts.leave(client), [client])
  return list
}
