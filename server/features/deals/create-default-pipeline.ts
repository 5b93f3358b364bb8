import type { Language } from '#contract/common'
import type { StageView } from '#contract/deals'
import type { Tx } from '#lib/db'

type Stage = Pick<StageView, 'color' | 'kind'> & Record<Language, string> & { id?: number }

/** Won is 142 and lost 143 in every pipeline: programs written for the compatible API count on it. */
const wonStageId = 142
const lostStageId = 143

const stages: Stage[] = [
  { ru: 'Неразобранное', en: 'Incoming leads', color: 'slate', kind: 'incoming' },
  { ru: 'Первичный контакт', en: 'First contact', color: 'blue', kind: 'normal' },
  { ru: 'Переговоры', en: 'Negotiation', color: 'amber', kind: 'normal' },
  { ru: 'Принимают решение', en: 'Decision', color: 'violet', kind: 'normal' },
  { ru: 'Согласование договора', en: 'Contract', color: 'teal', kind: 'normal' },
  { ru: 'Успешно реализовано', en: 'Won', color: 'green', kind: 'won', id: wonStageId },
  { ru: 'Закрыто и не реализовано', en: 'Lost', color: 'red', kind: 'lost', id: lostStageId },
]

/** The pipeline every new account starts with. @returns its id. */
export async function createDefaultPipeline(
  tx: Tx,
  account: { id: number; language: Language },
): Promise<number> {
  const { id } = await tx
    .insertInto('pipelines')
    .values({
      account_id: account.id,
      kind: 'deal',
      name: account.language === 'ru' ? 'Воронка' : 'Pipeline',
      position: 1,
      is_main: true,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const rows = stages.map((stage, position) => ({
    account_id: account.id,
    pipeline_id: id,
    ...(stage.id === undefined ? {} : { id: stage.id }),
    name: stage[account.language],
    color: stage.color,
    kind: stage.kind,
    position,
  }))
  for (const row of rows) await tx.insertInto('stages').values(row).execute()
  return id
}
