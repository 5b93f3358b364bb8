import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { getContact } from '#contract/contacts'
import type { ContactView } from '#contract/contacts'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { contactKey } from './use-change-contact.ts'

/** Several changes of one action come together: they are asked for once. */
const gatherMs = 250

export type LoadedContact = { contact: ContactView | undefined; error: unknown; retry: () => void }

/** A contact, kept true while its card is open: its fields, its deals, its chats. */
export function useContact(contactId: number): LoadedContact {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: contactKey(contactId),
    queryFn: ({ signal }) => call(getContact, { contactId }, { signal }),
    staleTime: 0,
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  const reload = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: contactKey(contactId) })
    }, gatherMs)
  }

  const contact = query.data
  useLive('contact', ({ contact: { id, name, responsibleUserId, updatedAt } }) => {
    if (id !== contactId) return
    client.setQueryData<ContactView>(
      contactKey(contactId),
      (known) => known && { ...known, name, responsibleUserId, updatedAt },
    )
    reload()
  })
  useLive('gone', ({ thing }) => {
    const isOurs = contact?.deals.some(({ id }) => id === thing.id) ?? false
    if (thing.kind === 'contact' ? thing.id === contactId : isOurs || thing.kind === 'company') reload()
  })
  useLive('deal', ({ deal }) => {
    const isOurs = deal.mainContact?.id === contactId || contact?.deals.some(({ id }) => id === deal.id)
    if (isOurs === true) reload()
  })
  useLive('conversation', ({ row }) => {
    const chat = contact?.chats.find(({ id }) => id === row.chatId)
    const isKnown = chat && (chat.openNumber === row.number) === (row.closedAt === null)
    if (row.contact.id === contactId && !isKnown) reload()
  })
  return { contact, error: query.error, retry: () => void query.refetch() }
}
