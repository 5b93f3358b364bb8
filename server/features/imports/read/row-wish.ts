import type { FieldValue } from '#contract/field-values'
import type { RowProblemView } from '#contract/imports'
import type { PointKind, PointLabel } from '#contract/points'

/** A phone or e-mail of a row, read: as it is shown and as it is compared. */
export type WishedPoint = {
  kind: PointKind
  value: string
  normal: string
  label: PointLabel | null | undefined
}

/** What a row says of one thing. Nothing is said of what is null, undefined or empty. */
export type EntityWish = {
  name: string | null
  points: WishedPoint[]
  /** The name of the contact's company. */
  company: string | null
  website: string | null
  address: string | null
  budget: number | null
  pipelineId: number | null
  stageId: number | null
  nextPurchaseOn: string | null
  responsibleUserId: number | null
  tags: string[]
  fields: Map<number, FieldValue>
}

export type WishedEntity = 'contact' | 'company' | 'deal' | 'customer'

/** What a row says; `problems`: why nothing is done with it. */
export type RowWish = {
  line: number
  wishes: Partial<Record<WishedEntity, EntityWish>>
  problems: RowProblemView[]
}

export function emptyWish(): EntityWish {
  return {
    name: null,
    points: [],
    company: null,
    website: null,
    address: null,
    budget: null,
    pipelineId: null,
    stageId: null,
    nextPurchaseOn: null,
    responsibleUserId: null,
    tags: [],
    fields: new Map(),
  }
}
