import { createCustomer } from '#features/customers'
import type { EntityWish } from '../read/row-wish.ts'
import { WrongRow, type Doing } from './outcome.ts'
import { filledOf, writeRest } from './write-rest.ts'

/** Makes a customer of its contact. Customers are never matched: two of one name are two. */
export async function writeCustomer(doing: Doing, wish: EntityWish, contactId: number | null): Promise<void> {
  const { tx, viewer, now } = doing
  if (wish.name === null) throw new WrongRow('name_missing')
  const customer = await createCustomer(
    tx,
    viewer,
    {
      name: wish.name,
      stageId: wish.stageId ?? undefined,
      contactId: contactId ?? undefined,
      responsibleUserId: wish.responsibleUserId ?? undefined,
      nextPurchaseOn: wish.nextPurchaseOn,
      fields: filledOf(wish),
    },
    now,
    'import',
  )
  const made = { kind: 'customer' as const, id: customer.id }
  doing.made.push(made)
  await writeRest(doing, made, wish, 'new')
}
