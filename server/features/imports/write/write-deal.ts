import { createDeal } from '#features/deals'
import type { EntityWish } from '../read/row-wish.ts'
import { WrongRow, type Doing } from './outcome.ts'
import { filledOf, writeRest } from './write-rest.ts'

/** Makes a deal of its contact. Deals are never matched: two of one name are two. */
export async function writeDeal(doing: Doing, wish: EntityWish, contactId: number | null): Promise<void> {
  const { tx, viewer, now } = doing
  if (wish.name === null) throw new WrongRow('name_missing')
  const deal = await createDeal(
    tx,
    viewer,
    {
      name: wish.name,
      budget: wish.budget,
      pipelineId: wish.pipelineId ?? undefined,
      stageId: wish.stageId ?? undefined,
      contactId: contactId ?? undefined,
      responsibleUserId: wish.responsibleUserId ?? undefined,
      fields: filledOf(wish),
    },
    now,
    'import',
  )
  const made = { kind: 'deal' as const, id: deal.id }
  doing.made.push(made)
  await writeRest(doing, made, wish, 'new')
}
