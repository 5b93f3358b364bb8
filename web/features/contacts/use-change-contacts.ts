import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { changeContacts } from '#contract/contacts'
import type { ContactRow } from '#contract/contacts'
import type { EndpointInput, EndpointOutput } from '#contract/endpoint'
import { call } from '../../lib/api.ts'
import { say } from '../../lib/words.ts'
import { errorToast, failureToast, undoToast } from '../../ui/toasts.tsx'
import { liveContacts } from './contact-list.ts'
import { contactWords } from './labels.ts'

type Change = EndpointInput<typeof changeContacts>['changes'][number]
type Outcome = EndpointOutput<typeof changeContacts>

/** Gives contacts another responsible where they are listed: seen at once, put back when refused, and undone for whoever asks. */
export function useAssignContacts(): (
  contacts: readonly ContactRow[],
  responsibleUserId: number | null,
) => Promise<void> {
  const client = useQueryClient()
  return async (contacts, responsibleUserId) => {
    const given = contacts.filter((row) => row.responsibleUserId !== responsibleUserId)
    if (given.length === 0) return
    try {
      const outcome = await liveContacts.askAhead(
        client,
        given,
        (row) => ({ ...row, responsibleUserId }),
        () => send(given.map(({ id }) => ({ contactId: id, responsibleUserId }))),
        toldOf,
      )
      tellSkipped(outcome)
      if (outcome.before.length > 0) offerUndo(client, outcome.before, responsibleUserId)
    } catch (error) {
      errorToast(error)
    }
  }
}

const send = (changes: Change[]): Promise<Outcome> => call(changeContacts, { changes })

const toldOf = ({ rows, skipped }: Outcome): { rows: Outcome['rows']; refused: number[] } => ({
  rows,
  refused: skipped.map(({ contactId }) => contactId),
})

/** Puts contacts back where nobody has changed them since. */
function offerUndo(client: QueryClient, before: Outcome['before'], responsibleUserId: number | null): void {
  const words = say(contactWords)
  undoToast(words('contacts.many', { count: before.length }), () => {
    const asked = liveContacts.turn
    send(before.map((stood) => ({ ...stood, seen: { responsibleUserId } })))
      .then((outcome) => {
        for (const row of outcome.rows) liveContacts.answer(client, row, asked)
        tellSkipped(outcome)
      })
      .catch(errorToast)
  })
}

function tellSkipped({ skipped }: Outcome): void {
  if (skipped.length > 0) failureToast(say(contactWords)('contacts.skipped', { count: skipped.length }))
}
