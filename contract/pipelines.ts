import { z } from 'zod'
import { id, idParam, line, requestId } from './common.ts'
import { endpoint } from './endpoint.ts'

/** The colours a stage may have. */
export const stageColors = ['slate', 'blue', 'teal', 'amber', 'violet', 'rose', 'green', 'red'] as const
const color = z.enum(stageColors)
const title = line(100).min(1)

export const mostPipelines = 50
export const mostStages = 100
export const mostLossReasons = 100

export const stage = z.object({
  id,
  name: z.string(),
  color,
  kind: z.enum(['incoming', 'normal', 'won', 'lost']),
})
export type StageView = z.output<typeof stage>

export const pipeline = z.object({ id, name: z.string(), isMain: z.boolean(), stages: z.array(stage) })
export type PipelineView = z.output<typeof pipeline>

const pipelines = z.object({ items: z.array(pipeline) })
const pipelineParams = z.object({ pipelineId: idParam })
const stageParams = z.object({ pipelineId: idParam, stageId: idParam })
/** Before which one something shall stand; null: at the end. */
const beforeId = id.nullable()

export const listPipelines = endpoint({
  id: 'pipelines.list',
  summary: 'Pipelines with their stages',
  method: 'GET',
  path: '/pipelines',
  permission: 'user',
  output: pipelines,
})

/** Every change of a pipeline answers all of them, as they are now. */
export const createPipeline = endpoint({
  id: 'pipelines.create',
  summary: 'Make a pipeline with the usual stages',
  method: 'POST',
  path: '/pipelines',
  permission: 'settings',
  body: z.object({ requestId, name: title }),
  output: pipelines,
  errors: ['pipeline.too_many'],
})

export const changePipeline = endpoint({
  id: 'pipelines.change',
  summary: 'Rename a pipeline, make it the main one, move it, switch its incoming leads on',
  method: 'PATCH',
  path: '/pipelines/:pipelineId',
  permission: 'settings',
  params: pipelineParams,
  body: z.object({
    name: title.optional(),
    /** The name one saw: another one there now is not overwritten. */
    seenName: z.string().max(200).optional(),
    isMain: z.literal(true).optional(),
    beforeId: beforeId.optional(),
    hasIncoming: z.literal(true).optional(),
  }),
  output: pipelines,
  errors: ['pipeline.not_found', 'settings.changed_meanwhile'],
})

/** Where the deals of what is deleted go. */
const moveTo = z.object({ pipelineId: id, stageId: id })

export const deletePipeline = endpoint({
  id: 'pipelines.delete',
  summary: 'Delete a pipeline; its deals go to a stage of another one',
  method: 'DELETE',
  path: '/pipelines/:pipelineId',
  permission: 'settings',
  params: pipelineParams,
  body: z.object({ moveTo: moveTo.optional() }),
  output: pipelines,
  errors: ['pipeline.not_found', 'pipeline.main', 'pipeline.has_deals', 'stage.not_found'],
})

export const createStage = endpoint({
  id: 'stages.create',
  summary: 'Add a stage to a pipeline, before another one or at the end of the ordinary ones',
  method: 'POST',
  path: '/pipelines/:pipelineId/stages',
  permission: 'settings',
  params: pipelineParams,
  body: z.object({ requestId, name: title, color, beforeId: beforeId.default(null) }),
  output: pipelines,
  errors: ['pipeline.not_found', 'stage.too_many'],
})

export const changeStage = endpoint({
  id: 'stages.change',
  summary: 'Rename, colour or move a stage',
  method: 'PATCH',
  path: '/pipelines/:pipelineId/stages/:stageId',
  permission: 'settings',
  params: stageParams,
  body: z.object({
    name: title.optional(),
    seenName: z.string().max(200).optional(),
    color: color.optional(),
    /** Only ordinary stages have places to go to. */
    beforeId: beforeId.optional(),
  }),
  output: pipelines,
  errors: ['pipeline.not_found', 'stage.not_found', 'stage.system', 'settings.changed_meanwhile'],
})

export const deleteStage = endpoint({
  id: 'stages.delete',
  summary: 'Delete a stage; its deals go to another one. Without the incoming stage incoming leads are off',
  method: 'DELETE',
  path: '/pipelines/:pipelineId/stages/:stageId',
  permission: 'settings',
  params: stageParams,
  body: z.object({ moveTo: moveTo.optional() }),
  output: pipelines,
  errors: [
    'pipeline.not_found',
    'stage.not_found',
    'stage.system',
    'stage.last',
    'stage.has_deals',
    'stage.has_customers',
  ],
})

export const lossReason = z.object({
  id,
  name: z.string(),
  /** No longer offered; deals that were lost for it keep it. */
  isRemoved: z.boolean(),
})
export type LossReasonView = z.output<typeof lossReason>
const lossReasons = z.object({ items: z.array(lossReason) })
const reasonParams = z.object({ reasonId: idParam })

export const listLossReasons = endpoint({
  id: 'loss-reasons.list',
  summary: 'Why deals are lost',
  method: 'GET',
  path: '/loss-reasons',
  permission: 'user',
  output: lossReasons,
})

export const createLossReason = endpoint({
  id: 'loss-reasons.create',
  summary: 'Add a reason to lose a deal',
  method: 'POST',
  path: '/loss-reasons',
  permission: 'settings',
  body: z.object({ requestId, name: title }),
  output: lossReasons,
  errors: ['loss_reason.taken', 'loss_reason.too_many'],
})

export const changeLossReason = endpoint({
  id: 'loss-reasons.change',
  summary: 'Rename or move a reason, or offer it again',
  method: 'PATCH',
  path: '/loss-reasons/:reasonId',
  permission: 'settings',
  params: reasonParams,
  body: z.object({
    name: title.optional(),
    seenName: z.string().max(200).optional(),
    beforeId: beforeId.optional(),
    isRemoved: z.literal(false).optional(),
  }),
  output: lossReasons,
  errors: ['loss_reason.not_found', 'loss_reason.taken', 'settings.changed_meanwhile'],
})

export const deleteLossReason = endpoint({
  id: 'loss-reasons.delete',
  summary: 'Offer a reason no longer',
  method: 'DELETE',
  path: '/loss-reasons/:reasonId',
  permission: 'settings',
  params: reasonParams,
  output: lossReasons,
  errors: ['loss_reason.not_found'],
})
