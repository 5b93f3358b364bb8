import { z } from 'zod'
import type { EventType, EventView } from '#contract/events'

/** What events keep of the fields of a card, as far as these can be put back. */
const fields = z
  .object({
    name: z.string(),
    budget: z.number().nullable(),
    pipelineId: z.number(),
    stageId: z.number(),
    lossReasonId: z.number().nullable(),
    responsibleUserId: z.number().nullable(),
    nextPurchaseOn: z.string().nullable(),
    companyId: z.number().nullable(),
  })
  .partial()
export type CardFields = z.output<typeof fields>

const undoable = new Set<EventType>([
  'deal.changed',
  'deal.moved',
  'deal.reassigned',
  'customer.changed',
  'customer.moved',
  'customer.reassigned',
  'company.linked',
  'company.unlinked',
])

/** What would take an event back: the fields as they were, and as the event left them. Null: it cannot be. */
export function undoOf({ type, before, after }: EventView): { before: CardFields; after: CardFields } | null {
  if (!undoable.has(type)) return null
  const [was, is] = [fields.safeParse(before ?? {}), fields.safeParse(after ?? {})]
  if (!was.success || !is.success) return null
  // A field that is not told of as it was is left alone: the reason of losing goes with the stage.
  const known = Object.keys(was.data)
  return known.length > 0 && known.every((key) => key in is.data)
    ? { before: was.data, after: is.data }
    : null
}

/** Whether a loaded card still is as an event left it. */
export function isStanding(card: Record<string, unknown>, after: CardFields): boolean {
  const idOf = (part: unknown): unknown =>
    typeof part === 'object' && part !== null && 'id' in part ? part.id : null
  return Object.entries(after).every(([key, value]) => {
    if (key === 'stageId') return idOf(card['stage']) === value
    if (key === 'companyId') return idOf(card['company']) === value
    return card[key] === value
  })
}
