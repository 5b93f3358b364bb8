import type { Language } from '#contract/common'
import type { StageView } from '#contract/pipelines'
import type { Tx } from '#lib/db'

type Stage = Pick<StageView, 'color' | 'kind'> & Record<Language, string> & { id?: number }

/** Won is 142 and lost 143 in every pipeline: programs written for the compatible API count on it. */
const wonStageId = 142
export const lostStageId = 143

const incoming: Stage = { ru: 'Неразобранное', en: 'Incoming leads', color: 'slate', kind: 'incoming' }
const stages: Stage[] = [
  incoming,
  { ru: 'Первичный контакт', en: 'First contact', color: 'blue', kind: 'normal' },
  { ru: 'Переговоры', en: 'Negotiation', color: 'amber', kind: 'normal' },
  { ru: 'Принимают решение', en: 'Decision', color: 'violet', kind: 'normal' },
  { ru: 'Согласование договора', en: 'Contract', color: 'teal', kind: 'normal' },
  { ru: 'Успешно реализовано', en: 'Won', color: 'green', kind: 'won', id: wonStageId },
  { ru: 'Закрыто и не реализовано', en: 'Lost', color: 'red', kind: 'lost', id: lostStageId },
]

type NewPipeline = {
  accountId: number
  language: Language
  name: string
  position: number
  isMain: boolean
}

/** Writes a pipeline of deals with the usual stages. @returns its id. */
export async function insertPipeline(tx: Tx, pipeline: NewPipeline): Promise<number> {
  const { accountId, language, name, position, isMain } = pipeline
  const { id } = await tx
    .insertInto('pipelines')
    .values({ account_id: accountId, kind: 'deal', name, position, is_main: isMain })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [place, stage] of stages.entries()) {
    await insert(tx, stage, { accountId, pipelineId: id, language, position: place })
  }
  return id
}

type Where = { accountId: number; pipelineId: number; language: Language; position: number }

/** Writes the stage of incoming leads into a pipeline that has none. @returns it. */
export async function insertIncomingStage(tx: Tx, where: Where): Promise<{ id: number; name: string }> {
  return { id: await insert(tx, incoming, where), name: incoming[where.language] }
}

async function insert(tx: Tx, stage: Stage, where: Where): Promise<number> {
  const { id } = await tx
    .insertInto('stages')
    .values({
      account_id: where.accountId,
      pipeline_id: where.pipelineId,
      ...(stage.id === undefined ? {} : { id: stage.id }),
      name: stage[where.language],
      color: stage.color,
      kind: stage.kind,
      position: where.position,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
