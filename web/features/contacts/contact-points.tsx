import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { getContact } from '#contract/contacts'
import type { ContactView } from '#contract/contacts'
import type { PointKind } from '#contract/points'
import { call } from '../../lib/api.ts'
import { plainPoints } from './plain-points.ts'
import { PointsField } from './points-field.tsx'
import { contactKey, useChangeContact } from './use-change-contact.ts'

/** The phones or the e-mails of a contact. */
export function ContactPoints({ contact, kind }: { contact: ContactView; kind: PointKind }): ReactElement {
  const client = useQueryClient()
  const change = useChangeContact()
  return (
    <PointsField
      kind={kind}
      points={contact.points}
      canEdit={contact.canEdit}
      holder={{ exceptContactId: contact.id }}
      onSave={(points, seen) =>
        change(contact, { points }, { isTyped: true, seen: { points: plainPoints(seen) } })
      }
      reload={async () => {
        const now = await call(getContact, { contactId: contact.id })
        client.setQueryData(contactKey(contact.id), now)
        return now.points
      }}
    />
  )
}
