import { sql, type RawBuilder } from 'kysely'
import type { EntityKind } from '#contract/common'
import type { FieldGroupView, Fields, FieldView } from '#contract/fields'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'

/** Whether the viewer's role sees a field `f`. */
export function seesField(viewer: Viewer, alias: string): RawBuilder<boolean> {
  return reachesRole(viewer, sql`${sql.ref(alias)}.visible_to`)
}

function reachesRole(viewer: Viewer, roles: RawBuilder<unknown>): RawBuilder<boolean> {
  if (viewer.isAdmin) return sql<boolean>`true`
  return sql<boolean>`(${roles} is null or (select u.role_id from users u
    where u.account_id = ${viewer.accountId} and u.id = ${viewer.userId}) = any(${roles}))`
}

/** Fields in their order, those taken away at the end. `which` narrows rows `f`. */
async function selectFields(db: Read, viewer: Viewer, which: RawBuilder<unknown>): Promise<FieldView[]> {
  const sees = seesField(viewer, 'f')
  const { rows } = await sql<FieldView>`
    select f.id, f.entity_kind as kind, f.group_id as "groupId", f.name, f.type, f.archived_at is not null as "isArchived",
      to_jsonb(f.visible_to) as "visibleTo", to_jsonb(f.editable_by) as "editableBy", ${sees} as "isVisible",
      (${sees} and ${reachesRole(viewer, sql`f.editable_by`)}) as "isEditable",
      coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'isArchived', c.archived_at is not null)
          order by c.archived_at is not null, c.position, c.id)
        from field_choices c where c.account_id = f.account_id and c.field_id = f.id), '[]') as choices,
      coalesce((select jsonb_agg(jsonb_build_object('pipelineId', r.pipeline_id, 'stageId', r.stage_id)
          order by r.pipeline_id, r.stage_id)
        from field_requirements r where r.account_id = f.account_id and r.field_id = f.id), '[]') as "requiredIn"
    from field_definitions f where f.account_id = ${viewer.accountId} and ${which}
    order by f.entity_kind, f.archived_at is not null, f.position, f.id`.execute(db)
  return rows
}

/** What the viewer is told of: the fields his role sees, or all when he may change them. */
export async function listFields(db: Read, viewer: Viewer): Promise<Fields> {
  const which = viewer.mayChangeSettings
    ? sql`true`
    : sql`f.archived_at is null and ${seesField(viewer, 'f')}`
  const [fields, groups] = await Promise.all([
    selectFields(db, viewer, which),
    listGroups(db, viewer.accountId),
  ])
  const named = new Set(fields.map(({ groupId }) => groupId))
  // A block of fields that one may not see is not there.
  return { fields, groups: groups.filter(({ id }) => viewer.mayChangeSettings || named.has(id)) }
}

/** The fields of a kind that are offered and that the viewer's role sees. */
export function findFields(db: Read, viewer: Viewer, kind: EntityKind): Promise<FieldView[]> {
  return selectFields(
    db,
    viewer,
    sql`f.entity_kind = ${kind} and f.archived_at is null and ${seesField(viewer, 'f')}`,
  )
}

export async function listGroups(db: Read, accountId: number): Promise<FieldGroupView[]> {
  const { rows } = await sql<FieldGroupView>`select id, entity_kind as kind, name from field_groups
    where account_id = ${accountId} order by entity_kind, position, id`.execute(db)
  return rows
}
