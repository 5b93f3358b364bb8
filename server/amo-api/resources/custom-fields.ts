import type { FieldGroupView, FieldView } from '#contract/fields'
import { listFields } from '#features/fields'
import type { Read } from '#lib/db'
import { idOf, type AmoRequest } from '../amo-request.ts'
import type { AmoRoute } from '../amo-route.ts'
import { ok, okList, selfLink, type Answer } from '../answer.ts'
import { entities, entityTypes, type EntityType } from '../entities.ts'
import { fieldTypes } from '../field-values.ts'
import { amongWords, readKnownPage } from '../known-page.ts'
import { Problem } from '../problem.ts'

/** A field or a group with its place among those of its kind. */
type Placed<Row> = Row & { sort: number }
type Listed = { fields: Placed<FieldView>[]; groups: Placed<FieldGroupView>[] }

const fieldFilters = {
  id: amongWords<FieldView>(({ id }) => String(id)),
  type: amongWords<FieldView>(({ type }) => fieldTypes[type]),
  types: amongWords<FieldView>(({ type }) => fieldTypes[type]),
}

/** The custom fields of leads, contacts, companies and customers, and the groups they stand in: those that the role sees. */
export function customFieldRoutes({ db }: { db: Read }): AmoRoute[] {
  return entityTypes.flatMap((type) => routesOf(db, type))
}

function routesOf(db: Read, type: EntityType): AmoRoute[] {
  const path = `/${type}/custom_fields`
  const find = (request: AmoRequest): Promise<Listed> => findListed(db, request, type)
  return [
    {
      method: 'GET',
      path,
      handle: async (request) => {
        const { page, found } = readKnownPage(request, (await find(request)).fields, fieldFilters)
        return okList(request, page, 'custom_fields', found, (field) => fieldView(request, type, field))
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      handle: async (request) => {
        const id = idOf(request)
        return oneOf((await find(request)).fields, id, (field) => fieldView(request, type, field))
      },
    },
    {
      method: 'GET',
      path: `${path}/groups`,
      handle: async (request) => {
        const { page, found } = readKnownPage(request, (await find(request)).groups, {})
        return okList(request, page, 'custom_field_groups', found, (group) => groupView(request, type, group))
      },
    },
    {
      method: 'GET',
      path: `${path}/groups/:id`,
      handle: async (request) => {
        // As the list tells it, `leads_12`; its number alone will do.
        const id = Number((request.params['id'] ?? '').replace(`${type}_`, ''))
        return oneOf((await find(request)).groups, id, (group) => groupView(request, type, group))
      },
    },
  ]
}

async function findListed(db: Read, { viewer }: AmoRequest, type: EntityType): Promise<Listed> {
  const { fields, groups } = await listFields(db, viewer)
  const kind = entities[type]
  const placed = <Row>(row: Row, at: number): Placed<Row> => ({ ...row, sort: (at + 1) * 10 })
  return {
    fields: fields.filter((field) => field.kind === kind && field.isVisible && !field.isArchived).map(placed),
    groups: groups.filter((group) => group.kind === kind).map(placed),
  }
}

function oneOf<Row extends { id: number }>(
  rows: readonly Row[],
  id: number,
  view: (row: Row) => Record<string, unknown>,
): Answer {
  const found = rows.find((row) => row.id === id)
  if (!found) throw new Problem(404)
  return ok(view(found))
}

function fieldView(request: AmoRequest, type: EntityType, field: Placed<FieldView>): Record<string, unknown> {
  const choices = field.choices.filter(({ isArchived }) => !isArchived)
  return {
    id: field.id,
    name: field.name,
    type: fieldTypes[field.type],
    account_id: request.viewer.accountId,
    code: null,
    sort: field.sort,
    is_api_only: false,
    enums:
      field.type === 'select' || field.type === 'multiselect'
        ? choices.map(({ id, name: value }, at) => ({ id, value, sort: (at + 1) * 10, code: null }))
        : null,
    group_id: field.groupId === null ? null : `${type}_${field.groupId}`,
    required_statuses: field.requiredIn.map(({ pipelineId, stageId }) => ({
      status_id: stageId,
      pipeline_id: pipelineId,
    })),
    is_deletable: true,
    is_predefined: false,
    entity_type: type,
    remind: null,
    currency: null,
    _links: selfLink(request, `${type}/custom_fields/${field.id}`),
  }
}

function groupView(
  request: AmoRequest,
  type: EntityType,
  { id, name, sort }: Placed<FieldGroupView>,
): Record<string, unknown> {
  const named = `${type}_${id}`
  return {
    id: named,
    name,
    is_predefined: false,
    type: 'custom_field_group',
    entity_type: type,
    sort,
    _links: selfLink(request, `${type}/custom_fields/groups/${named}`),
  }
}
