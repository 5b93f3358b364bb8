import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { blockContact, changeContact } from '#contract/contacts'
import type { CompanyName, ContactPointView, ContactView } from '#contract/contacts'
import type { TypedPoint } from '#contract/points'
import type { ConversationDetail } from '#contract/conversations'
import { call } from '../../lib/api.ts'
import { changeAhead } from '../../lib/change-ahead.ts'
import { newer } from '../../lib/newer.ts'
import { changedTo } from '../../ui/changed-meanwhile.tsx'
import { savedToast } from '../../ui/saved-toast.ts'
import { plainPoints } from './plain-points.ts'

type Fields = {
  name?: string
  responsibleUserId?: number | null
  companyId?: number | null
  points?: TypedPoint[]
}
export type ContactChange = Omit<Fields, 'companyId'> & { company?: CompanyName | null }

const detailsKey = ['conversations', 'detail'] as const

type Options = {
  /** It is first read by the server, which may not take it and writes it its own way. */
  isTyped?: boolean
  /** Fields as their editor saw them, when that is not what is shown now. */
  seen?: Fields
}

export const contactKey = (contactId: number): readonly ['contacts', 'card', number] => [
  'contacts',
  'card',
  contactId,
]

/**
 * Changes a contact: seen at once wherever it is shown, put back when the server refuses, and undone for whoever asks. Rejects
 * with the reason; `contact.changed_meanwhile` when somebody else has changed the same.
 */
export function useChangeContact(): (
  contact: ContactView,
  change: ContactChange,
  options?: Options,
) => Promise<void> {
  const client = useQueryClient()
  return async (contact, change, { isTyped = false, seen } = {}) => {
    const takeBack = changeAhead(client, [contactKey(contact.id), detailsKey], () => {
      if (!isTyped) showContact(client, changed(contact, change))
    })
    try {
      const saved = await send(contact.id, change, { ...fieldsOf(contact, change), ...seen })
      showContact(client, saved)
      if (saved.updatedAt === contact.updatedAt) return
      const { companyId: _companyId, ...saw } = seen ?? {}
      const before = { ...wholeOf(contact, change), ...saw }
      savedToast(async () => {
        showContact(client, await send(contact.id, before, fieldsOf(saved, change)))
      })
    } catch (error) {
      takeBack()
      if (changedTo(error)) void client.invalidateQueries({ queryKey: contactKey(contact.id) })
      throw error
    }
  }
}

/** Blocks a contact, or takes that back. */
export function useBlockContact(): (contactId: number, isBlocked: boolean) => Promise<void> {
  const client = useQueryClient()
  return async (contactId, isBlocked) => {
    showContact(client, await call(blockContact, { contactId, isBlocked }))
    void client.invalidateQueries({ queryKey: ['cards', 'card'] })
  }
}

function send(contactId: number, { company, ...change }: ContactChange, seen: Fields): Promise<ContactView> {
  const companyId = company === undefined ? {} : { companyId: company?.id ?? null }
  return call(changeContact, { contactId, ...change, ...companyId, seen })
}

/** How the fields of a change stand on a contact, as the server compares them. */
function fieldsOf(contact: ContactView, change: ContactChange): Fields {
  const { company, points, ...rest } = wholeOf(contact, change)
  return {
    ...rest,
    ...(company === undefined ? {} : { companyId: company?.id ?? null }),
    ...(points ? { points: points.map(({ kind, value }) => ({ kind, value })) } : {}),
  }
}

/** The same as a change that would write them. */
function wholeOf(contact: ContactView, change: ContactChange): ContactChange {
  return {
    ...(change.name === undefined ? {} : { name: contact.name }),
    ...(change.responsibleUserId === undefined ? {} : { responsibleUserId: contact.responsibleUserId }),
    ...(change.company === undefined ? {} : { company: contact.company }),
    ...(change.points === undefined ? {} : { points: plainPoints(contact.points) }),
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
  client.setQueryData<ContactView>(contactKey(contact.id), (known) => known && newer(known, contact))
  client.setQueriesData<ConversationDetail>({ queryKey: detailsKey }, (detail) =>
    detail?.contact?.id === contact.id ? { ...detail, contact: newer(detail.contact, contact) } : detail,
  )
}
