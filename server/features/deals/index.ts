export { attachNewDeal } from './attach-new-deal.ts'
export { createDefaultPipeline } from './create-default-pipeline.ts'
export { findDealRows } from './deal-rows.ts'
export { findDealView } from './deal-view.ts'
