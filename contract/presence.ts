import { z } from 'zod'
import { id } from './common.ts'
import { endpoint } from './endpoint.ts'

/** Who has a conversation open now. */
export const presence = z.object({ number: z.int(), userIds: z.array(z.int()) })
export type Presence = z.output<typeof presence>

/** What a page says over its live connection: which conversation it shows (null: none). It holds as long as the connection. */
export const liveSignal = z.object({ type: z.literal('look'), number: id.nullable() })
export type LiveSignal = z.output<typeof liveSignal>

export const listPresences = endpoint({
  id: 'presences.list',
  summary: 'Who looks at which conversations now, of those one may see',
  method: 'GET',
  path: '/presences',
  permission: 'user',
  output: z.object({ items: z.array(presence) }),
})
