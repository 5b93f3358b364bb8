import { sql } from 'kysely'
import { cardMatches } from '#features/cards'
import type { Read } from '#lib/db'
import { plainSearch } from '#lib/name-search'
import { idOf, type AmoRequest } from '../amo-request.ts'
import type { AmoRoute } from '../amo-route.ts'
import { fieldValues } from '../field-values.ts'
import { ok, okList, selfLink } from '../answer.ts'
import { readEntityPage } from '../list-orders.ts'
import { Problem } from '../problem.ts'
import { findLead, listLeads, type LeadRow } from '../queries/list-leads.ts'
import { byId, byStatuses, byTime, readFilters, readSearch, readWith, type Filter } from '../read-filter.ts'

const filters: Record<string, Filter> = {
  id: byId(sql`d.id`),
  responsible_user_id: byId(sql`d.responsible_user_id`),
  pipeline_id: byId(sql`d.pipeline_id`),
  statuses: byStatuses(sql`d.pipeline_id`, sql`d.stage_id`),
  created_at: byTime(sql`d.created_at`),
  updated_at: byTime(sql`d.updated_at`),
}

export function leadRoutes({ db }: { db: Read }): AmoRoute[] {
  return [
    {
      method: 'GET',
      path: '/leads',
      handle: async (request) => {
        const page = readEntityPage(request, 'd')
        const search = readSearch(request)
        const conditions = readFilters(request, filters)
        if (search !== null)
          conditions.push(cardMatches('deal', request.viewer.accountId, plainSearch(search)))
        const withContacts = readWith(request).has('contacts')
        const found = await listLeads(db, request.viewer, page, { conditions, withContacts })
        return okList(request, page, 'leads', found, (row) => leadView(request, row))
      },
    },
    {
      method: 'GET',
      path: '/leads/:id',
      handle: async (request) => {
        const row = await findLead(db, request.viewer, idOf(request), readWith(request).has('contacts'))
        if (!row) throw new Problem(404)
        return ok(leadView(request, row))
      },
    },
  ]
}

function leadView(request: AmoRequest, { contacts, tags, fields, ...row }: LeadRow): Record<string, unknown> {
  return {
    id: row.id,
    name: row.name,
    price: row.price,
    responsible_user_id: row.responsible_user_id ?? 0,
    group_id: row.group_id,
    status_id: row.status_id,
    pipeline_id: row.pipeline_id,
    loss_reason_id: null,
    created_by: row.created_by,
    updated_by: 0,
    created_at: row.created_at,
    updated_at: row.updated_at,
    closed_at: row.closed_at,
    closest_task_at: null,
    is_deleted: false,
    custom_fields_values: fields.length > 0 ? fieldValues(fields) : null,
    score: null,
    account_id: request.viewer.accountId,
    labor_cost: null,
    _links: selfLink(request, `leads/${row.id}`),
    _embedded: {
      tags,
      companies: [],
      ...(contacts && {
        contacts: contacts.map((contact) => ({
          ...contact,
          _links: selfLink(request, `contacts/${contact.id}`),
        })),
      }),
    },
  }
}
