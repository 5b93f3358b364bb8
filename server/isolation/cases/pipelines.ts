import type { Things } from '../test-things.ts'
import { onlySettings, open, path, wrongParam, type Case } from './case.ts'

const pipelineParams = ({ pipelineId }: Things) => ({ pipelineId })
const stageParams = ({ pipelineId, stageId }: Things) => ({ pipelineId, stageId })
const reasonParams = ({ lossReasonId }: Things) => ({ reasonId: lossReasonId })

export const pipelines: Record<string, Case> = {
  'pipelines.list': { call: () => ({}), wrong: null, ...open },
  'pipelines.create': {
    call: () => ({ body: { name: 'Опт' } }),
    wrong: { field: 'name', call: () => ({ body: { name: ' ' } }) },
    ...onlySettings,
  },
  'pipelines.change': {
    call: path(pipelineParams, { name: 'Розница' }),
    naming: {
      'a pipeline': (mine, other) => ({
        params: pipelineParams(mine),
        body: { beforeId: other.pipelineId },
      }),
    },
    wrong: { field: 'isMain', call: (mine) => ({ params: pipelineParams(mine), body: { isMain: false } }) },
    ...onlySettings,
  },
  'pipelines.delete': {
    call: path(pipelineParams, {}),
    good: 'pipeline.main',
    wrong: { field: 'moveTo', call: (mine) => ({ params: pipelineParams(mine), body: { moveTo: 1 } }) },
    ...onlySettings,
  },
  'stages.create': {
    call: path(pipelineParams, { name: 'Замер', color: 'teal' }),
    naming: {
      'a stage': (mine, other) => ({
        params: pipelineParams(mine),
        body: { name: 'Замер', color: 'teal', beforeId: other.stageId },
      }),
    },
    wrong: {
      field: 'color',
      call: (mine) => ({ params: pipelineParams(mine), body: { name: 'Замер', color: 'pink' } }),
    },
    ...onlySettings,
  },
  'stages.change': {
    call: path(stageParams, { color: 'rose' }),
    naming: {
      'a stage': (mine, other) => ({ params: stageParams(mine), body: { beforeId: other.stageId } }),
    },
    wrong: { field: 'color', call: (mine) => ({ params: stageParams(mine), body: { color: 'pink' } }) },
    ...onlySettings,
  },
  'stages.delete': {
    call: path(stageParams, {}),
    naming: {
      'a stage': (mine, other) => ({ params: stageParams(mine), body: { moveTo: stageParams(other) } }),
    },
    good: 'stage.has_deals',
    wrong: { field: 'moveTo', call: (mine) => ({ params: stageParams(mine), body: { moveTo: 1 } }) },
    ...onlySettings,
  },
  'loss-reasons.list': { call: () => ({}), wrong: null, ...open },
  'loss-reasons.create': {
    call: () => ({ body: { name: 'Передумали' } }),
    wrong: { field: 'name', call: () => ({ body: { name: '' } }) },
    ...onlySettings,
  },
  'loss-reasons.change': {
    call: path(reasonParams, { name: 'Нет денег' }),
    naming: {
      'a reason': (mine, other) => ({
        params: reasonParams(mine),
        body: { beforeId: other.lossReasonId },
      }),
    },
    wrong: {
      field: 'isRemoved',
      call: (mine) => ({ params: reasonParams(mine), body: { isRemoved: true } }),
    },
    ...onlySettings,
  },
  'loss-reasons.delete': { call: path(reasonParams), wrong: wrongParam('reasonId'), ...onlySettings },
}
