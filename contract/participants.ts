import { z } from 'zod'
import { cardKind, id, idParam, instant } from './common.ts'
import { endpoint } from './endpoint.ts'

/** Who can be named: a user, or a group with everybody who is in it, now or later. */
export const principalKinds = ['user', 'group'] as const
export const principal = z.object({ kind: z.enum(principalKinds), id })
export type Principal = z.output<typeof principal>

export const namedPrincipal = principal.extend({ name: z.string() })
export type NamedPrincipal = z.output<typeof namedPrincipal>

export const participant = namedPrincipal.extend({
  at: instant,
  addedBy: z.object({ id, name: z.string() }),
  /** Whether the one who asks may take it out. */
  canRemove: z.boolean(),
})
export type Participant = z.output<typeof participant>

export const participants = z.object({
  items: z.array(participant),
  /** Those who are in by their group and left, or were taken out, themselves. */
  left: z.array(z.object({ id, name: z.string() })),
  /** Whether the one who asks takes part, by himself or by his group. */
  isIn: z.boolean(),
})
export type Participants = z.output<typeof participants>

const cardParams = z.object({ cardKind, cardId: idParam })
const principalParams = cardParams.extend({ principalKind: z.enum(principalKinds), principalId: idParam })

export const listParticipants = endpoint({
  id: 'participants.list',
  summary: 'Who takes part in a card',
  method: 'GET',
  path: '/cards/:cardKind/:cardId/participants',
  permission: 'user',
  params: cardParams,
  output: participants,
  errors: ['deal.not_found', 'customer.not_found'],
})

/** A participant sees the card with its feed and chats, whatever his role, and is told what happens there. */
export const addParticipant = endpoint({
  id: 'participants.add',
  summary: 'Add a user or a group to a card; a user who had left is in again',
  method: 'PUT',
  path: '/cards/:cardKind/:cardId/participants/:principalKind/:principalId',
  permission: 'user',
  params: principalParams,
  output: participants,
  errors: ['deal.not_found', 'customer.not_found', 'user.not_found', 'group.not_found'],
})

/** A user who left stays out although a group of his is in, until somebody names him again. */
export const removeParticipant = endpoint({
  id: 'participants.remove',
  summary: 'Leave a card, or take a user or a group out of it',
  method: 'DELETE',
  path: '/cards/:cardKind/:cardId/participants/:principalKind/:principalId',
  permission: 'user',
  params: principalParams,
  errors: ['deal.not_found', 'customer.not_found', 'participant.not_found', 'session.forbidden'],
})
