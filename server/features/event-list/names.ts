import { sql } from 'kysely'
import type { Language } from '#contract/common'
import type { FieldView } from '#contract/fields'
import { findLanguage, type Viewer } from '#features/access'
import { listFields } from '#features/fields'
import type { Read } from '#lib/db'

type Named = { id: number; name: string }

/** What small things of the account are called now; ids in events are told by them. */
export type Names = {
  language: Language
  timeZone: string
  currency: string
  pipelineName(id: unknown): string | null
  stageName(pipelineId: unknown, stageId: unknown): string | null
  nameOf(kind: NameKind, id: unknown): string | null
  field(id: unknown): FieldView | null
  /** A block of fields. */
  blockName(id: unknown): string | null
}

const kinds = ['user', 'group', 'role', 'reason', 'taskType', 'channel'] as const
export type NameKind = (typeof kinds)[number]

type Row = Record<NameKind, Named[]> & {
  stages: (Named & { pipelineId: number; pipeline: string })[]
  timeZone: string
  currency: string
}

export async function loadNames(db: Read, viewer: Viewer): Promise<Names> {
  const a = viewer.accountId
  const listOf = (
    table: string,
  ) => sql`coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name))
    from ${sql.table(table)} t where t.account_id = a.id), '[]')`
  const { rows } = await sql<Row>`
    select a.time_zone as "timeZone", a.currency, ${listOf('users')} as "user", ${listOf('groups')} as "group",
      ${listOf('roles')} as "role", ${listOf('loss_reasons')} as "reason", ${listOf('task_types')} as "taskType",
      ${listOf('channels')} as "channel",
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'pipelineId', s.pipeline_id, 'pipeline', p.name))
        from stages s join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id
        where s.account_id = a.id), '[]') as stages
    from accounts a where a.id = ${a}`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('There is no such account')
  const { fields, groups } = await listFields(db, viewer)
  const byId = new Map(fields.map((field) => [field.id, field]))
  const named = new Map(kinds.map((kind) => [kind, new Map(row[kind].map(({ id, name }) => [id, name]))]))
  const stages = new Map(row.stages.map((stage) => [`${stage.pipelineId}.${stage.id}`, stage]))
  return {
    language: await findLanguage(db, viewer),
    timeZone: row.timeZone,
    currency: row.currency,
    // A pipeline has a stage of won deals at least.
    pipelineName: (id) => row.stages.find(({ pipelineId }) => pipelineId === id)?.pipeline ?? null,
    stageName: (pipelineId, stageId) => {
      const stage =
        stages.get(`${String(pipelineId)}.${String(stageId)}`) ?? row.stages.find(({ id }) => id === stageId)
      return stage ? `${stage.pipeline} / ${stage.name}` : null
    },
    nameOf: (kind, id) => (typeof id === 'number' ? (named.get(kind)?.get(id) ?? null) : null),
    blockName: (id) => groups.find((block) => block.id === id)?.name ?? null,
    field: (id) => (typeof id === 'number' ? (byId.get(id) ?? null) : null),
  }
}
