import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { changeContact } from '#contract/contacts'
import type { ContactPointView, ContactView } from '#contract/contacts'
import type { TypedPoint } from '#contract/points'
import type { ConversationDetail } from '#contract/conversations'
import { call } from '../../lib/api.ts'

export type ContactChange = Partial<Pick<ContactView, 'name' | 'responsibleUserId'>> & {
  points?: TypedPoint[]
}

export const contactKey = (contactId: number): readonly ['contacts', 'card', number] => [
  'contacts',
  'card',
  contactId,
]

/**
 * Changes a contact: seen at once wherever it is shown, put back when the server refuses. Rejects with the reason. What is
 * `typed` is first read by the server, which may not take it and writes it its own way.
 */
export function useChangeContact(): (
  contact: ContactView,
  change: ContactChange,
  isTyped?: 'typed',
) => Promise<void> {
  const client = useQueryClient()
  return async (contact, change, isTyped) => {
    if (!isTyped) showContact(client, changed(contact, change))
    try {
      showContact(client, await call(changeContact, { contactId: contact.id, ...change }))
    } catch (error) {
      if (!isTyped) showContact(client, contact)
      throw error
    }
  }
}

/** The first of a kind is the primary one; a point that stays keeps who vouches for it. */
function changed(contact: ContactView, { points, ...rest }: ContactChange): ContactView {
  if (!points) return { ...contact, ...rest }
  const shown = points.map((point, place): ContactPointView => {
    const known = contact.points.find((each) => each.kind === point.kind && each.value === point.value)
    return {
      ...point,
      label: point.label === undefined ? (known?.label ?? null) : point.label,
      isPrimary: points.findIndex((each) => each.kind === point.kind) === place,
      verifiedBy: known?.verifiedBy ?? 'none',
    }
  })
  return { ...contact, ...rest, points: shown }
}

/** Puts a contact as it is now into its card and into every opened conversation of it. */
function showContact(client: QueryClient, contact: ContactView): void {
  client.setQueryData<ContactView>(contactKey(contact.id), (known) => known && contact)
  client.setQueriesData<ConversationDetail>({ queryKey: ['conversations', 'detail'] }, (detail) =>
    detail?.contact?.id === contact.id ? { ...detail, contact } : detail,
  )
}
