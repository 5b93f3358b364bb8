import type { DealRow } from '#contract/deals'

/** What has to be known of a lead to take it. */
export type Lead = { id: number; name: string }

export const isLead = ({ stage }: Pick<DealRow, 'stage'>): boolean => stage.kind === 'incoming'
