import type { Language } from '#contract/common'
import type { Tx } from '#lib/db'
import { insertPipeline } from './insert-pipeline.ts'

const names: Record<Language, string> = { ru: 'Воронка', en: 'Pipeline' }
const lossReasons: Record<Language, string>[] = [
  { ru: 'Дорого', en: 'Too expensive' },
  { ru: 'Купили у других', en: 'Bought elsewhere' },
  { ru: 'Больше не нужно', en: 'Not needed any more' },
  { ru: 'Не отвечает', en: 'Does not answer' },
]

/** What every new account starts with: a pipeline, and why a deal of it may be lost. @returns the pipeline's id. */
export async function createDefaultPipeline(
  tx: Tx,
  account: { id: number; language: Language },
): Promise<number> {
  const { id: accountId, language } = account
  const id = await insertPipeline(tx, {
    accountId,
    language,
    name: names[language],
    position: 1,
    isMain: true,
  })
  const reasons = lossReasons.map((reason, place) => ({
    account_id: accountId,
    name: reason[language],
    position: place + 1,
  }))
  await tx.insertInto('loss_reasons').values(reasons).execute()
  return id
}
