import type { PipelineView, StageView } from '#contract/pipelines'
import { listPipelines } from '#features/deals'
import type { Read } from '#lib/db'
import { idOf, type AmoRequest } from '../amo-request.ts'
import type { AmoRoute } from '../amo-route.ts'
import { ok, selfLink } from '../answer.ts'
import { Problem } from '../problem.ts'

export function pipelineRoutes({ db }: { db: Read }): AmoRoute[] {
  const views = async (request: AmoRequest): Promise<PipelineAnswer[]> =>
    (await listPipelines(db, request.viewer.accountId)).map((pipeline, at) =>
      pipelineView(request, pipeline, at),
    )
  return [
    {
      method: 'GET',
      path: '/leads/pipelines',
      handle: async (request) => {
        const pipelines = await views(request)
        return ok({
          _total_items: pipelines.length,
          _links: selfLink(request, 'leads/pipelines'),
          _embedded: { pipelines },
        })
      },
    },
    {
      method: 'GET',
      path: '/leads/pipelines/:id',
      handle: async (request) => {
        const id = idOf(request)
        const found = (await views(request)).find((pipeline) => pipeline.id === id)
        if (!found) throw new Problem(404)
        return ok(found)
      },
    },
  ]
}

type PipelineAnswer = { id: number } & Record<string, unknown>

function pipelineView(
  request: AmoRequest,
  { id, name, isMain, stages }: PipelineView,
  at: number,
): PipelineAnswer {
  const path = `leads/pipelines/${id}`
  const statusView = (stage: StageView, order: number): Record<string, unknown> => ({
    id: stage.id,
    name: stage.name,
    sort: (order + 1) * 10,
    is_editable: stage.kind === 'normal',
    pipeline_id: id,
    color: colors[stage.color],
    // The stage of incoming leads is the only one of the type 1.
    type: stage.kind === 'incoming' ? 1 : 0,
    account_id: request.viewer.accountId,
    _links: selfLink(request, `${path}/statuses/${stage.id}`),
  })
  return {
    id,
    name,
    sort: at + 1,
    is_main: isMain,
    is_unsorted_on: stages.some((stage) => stage.kind === 'incoming'),
    is_archive: false,
    account_id: request.viewer.accountId,
    _links: selfLink(request, path),
    _embedded: { statuses: stages.map(statusView) },
  }
}

const colors: Record<StageView['color'], string> = {
  slate: '#c1c1c1',
  blue: '#99ccff',
  teal: '#98cbff',
  amber: '#ffff99',
  violet: '#ccc8f9',
  rose: '#ffdbdb',
  green: '#ccff66',
  red: '#d5d8db',
}
