import { z } from 'zod'
import { id } from '#contract/common'
import { sentFieldValue } from '#contract/fields'
import { pointKinds, pointLabel } from '#contract/points'

const kind = z.enum(['contact', 'company', 'deal', 'customer'])

/** What `import_rows` keeps of what a row has made and changed. */
export const madeRow = z.object({ kind, id })

const facts = z
  .object({
    name: z.string(),
    website: z.string().nullable(),
    address: z.string().nullable(),
    responsibleUserId: id.nullable(),
    companyId: id.nullable(),
    points: z.array(z.object({ kind: z.enum(pointKinds), value: z.string(), label: pointLabel })),
    fields: z.record(z.string(), sentFieldValue.nullable()),
  })
  .partial()

export const changedRow = z.object({
  kind: z.enum(['contact', 'company']),
  id,
  before: facts,
  after: facts,
  tagIds: z.array(id),
})
export type ChangedRow = z.output<typeof changedRow>

/** Why something was left: changed since, used since, or not there for who takes it back. */
export const keptRow = z.object({ kind, id, why: z.enum(['changed', 'used', 'gone']) })
export type Kept = z.output<typeof keptRow>
