import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { CardRef } from '#contract/common'
import { addParticipant, listParticipants, removeParticipant } from '#contract/participants'
import type { Participants, Principal } from '#contract/participants'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { undoToast, errorToast } from '../../ui/toasts.tsx'
import { useSession } from '../../lib/session.ts'
import { say } from '../../lib/words.ts'
import { internalWords } from './labels.ts'

type ParticipantsModel = {
  data: Participants | undefined
  error: Error | null
  retry: () => void
  add: (principal: Principal) => void
  /** Takes somebody out, or oneself; taken out by mistake, one is called back from the toast. */
  remove: (principal: Principal & { name?: string }) => void
}

/** Who takes part in a card, kept true. */
export function useParticipants(card: CardRef): ParticipantsModel {
  const client = useQueryClient()
  const { user } = useSession()
  const key = ['cards', 'participants', card.kind, card.id]
  const named = { cardKind: card.kind, cardId: card.id }
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(listParticipants, named, { signal }),
  })
  const reload = (): void => void client.invalidateQueries({ queryKey: key })
  useLive('participants', ({ card: changed }) => {
    if (changed.kind === card.kind && changed.id === card.id) reload()
  })
  const of = ({
    kind,
    id,
  }: Principal): typeof named & { principalKind: Principal['kind']; principalId: number } => ({
    ...named,
    principalKind: kind,
    principalId: id,
  })
  const add = (principal: Principal): void => {
    call(addParticipant, of(principal))
      .then((data) => client.setQueryData(key, data))
      .catch(errorToast)
  }
  return {
    data: query.data,
    error: query.error,
    retry: () => void query.refetch(),
    add,
    remove: (principal) => {
      const isOneself = principal.kind === 'user' && principal.id === user.id
      call(removeParticipant, of(principal))
        .then(() => {
          if (!isOneself)
            undoToast(say(internalWords)('p.removed', { name: principal.name ?? '' }), () => add(principal))
          // Whom the role does not show the card sees it no longer.
          return client.invalidateQueries({ queryKey: isOneself ? ['cards'] : key })
        })
        .catch(errorToast)
    },
  }
}
