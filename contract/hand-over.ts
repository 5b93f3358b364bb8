import { z } from 'zod'
import { id, idParam, instant, messageText, uuid } from './common.ts'
import { endpoint } from './endpoint.ts'
import { colleague } from './people.ts'

/** What somebody answers for and what can be handed over. A conversation without a card goes with its contact. */
export const handedKinds = ['deals', 'customers', 'conversations', 'contacts', 'companies', 'tasks'] as const
export const handedKind = z.enum(handedKinds)
export type HandedKind = z.output<typeof handedKind>

const userParams = z.object({ userId: idParam })

/** To whom (null: to nobody) and what of it. */
const handing = z.object({
  toUserId: id.nullable(),
  what: z.array(handedKind).min(1).max(handedKinds.length),
})

export const handOver = z.object({
  id: uuid,
  toUserId: id.nullable(),
  what: z.array(handedKind),
  total: z.int(),
  done: z.int(),
  startedAt: instant,
  endedAt: instant.nullable(),
})
export type HandOverView = z.output<typeof handOver>

export const getHoldings = endpoint({
  id: 'users.holdings',
  summary: 'How much a colleague answers for, and how far handing it over has come',
  method: 'GET',
  path: '/users/:userId/holdings',
  permission: 'settings',
  params: userParams,
  output: z.object({
    items: z.array(z.object({ what: handedKind, count: z.int() })),
    handOver: handOver.nullable(),
  }),
  errors: ['user.not_found'],
})

export const startHandOver = endpoint({
  id: 'users.hand-over',
  summary: 'Hand over what a colleague answers for',
  method: 'POST',
  path: '/users/:userId/hand-over',
  permission: 'settings',
  params: userParams,
  body: handing,
  output: handOver,
  errors: ['user.not_found', 'role.beyond_own', 'hand_over.running'],
})

/** Ends his sessions, tokens, sockets and pushes at once. */
export const deactivateUser = endpoint({
  id: 'users.deactivate',
  summary: 'Let a colleague in no more, and hand over what he answers for',
  method: 'POST',
  path: '/users/:userId/deactivation',
  permission: 'settings',
  params: userParams,
  body: z.object({ handOver: handing.nullable().default(null) }),
  output: colleague,
  errors: ['user.not_found', 'user.last_admin', 'user.oneself', 'role.beyond_own', 'hand_over.running'],
})

export const reactivateUser = endpoint({
  id: 'users.reactivate',
  summary: 'Let a colleague in again; he signs in anew, his tokens stay revoked',
  method: 'DELETE',
  path: '/users/:userId/deactivation',
  permission: 'settings',
  params: userParams,
  output: colleague,
  errors: ['user.not_found', 'role.beyond_own'],
})

/** The responsible of its card, or without one of its contact, becomes the colleague; he is told, with the comment. */
export const handOverConversation = endpoint({
  id: 'conversations.hand-over',
  summary: 'Hand a conversation over to a colleague',
  method: 'POST',
  path: '/conversations/:number/hand-over',
  permission: 'user',
  params: z.object({ number: idParam }),
  body: z.object({ toUserId: id, comment: messageText.max(2000).default('') }),
  errors: ['conversation.not_found', 'user.not_found'],
})
