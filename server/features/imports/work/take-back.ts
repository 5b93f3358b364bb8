import type { z } from 'zod'
import type { Viewer } from '#features/access'
import { takeBackCompany } from '#features/companies'
import { takeBackContact } from '#features/contacts'
import { takeBackCustomer } from '#features/customers'
import { takeBackDeal } from '#features/deals'
import type { Tx } from '#lib/db'
import type { Kept, madeRow } from './undo-shapes.ts'

const doors = {
  contact: takeBackContact,
  company: takeBackCompany,
  deal: takeBackDeal,
  customer: takeBackCustomer,
}

/** Deletes what an import has made. @returns why it was left; null: it is gone. */
export async function takeBack(
  tx: Tx,
  viewer: Viewer,
  { kind, id }: z.output<typeof madeRow>,
  { madeAt, now }: { madeAt: Date; now: Date },
): Promise<Kept['why'] | null> {
  const result = await doors[kind](tx, viewer, { id, madeAt }, now, 'import')
  // What somebody has deleted himself is what the undo wants.
  return result === 'deleted' || result === 'gone' ? null : result
}
