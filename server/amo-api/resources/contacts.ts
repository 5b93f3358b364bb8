import { sql } from 'kysely'
import { contactMatches, plainContactSearch } from '#features/contacts'
import type { Db } from '#lib/db'
import { idOf, type AmoRequest } from '../amo-request.ts'
import type { AmoRoute } from '../amo-route.ts'
import { fieldValues } from '../field-values.ts'
import { ok, okList, selfLink } from '../answer.ts'
import { readEntityPage } from '../list-orders.ts'
import { Problem } from '../problem.ts'
import { findContact, listContacts, type ContactPoint, type ContactRow } from '../queries/list-contacts.ts'
import { byId, byTime, readFilters, readSearch, readWith, type Filter } from '../read-filter.ts'

const filters: Record<string, Filter> = {
  id: byId(sql`k.id`),
  responsible_user_id: byId(sql`k.responsible_user_id`),
  created_at: byTime(sql`k.created_at`),
  updated_at: byTime(sql`k.updated_at`),
}

export function contactRoutes({ db }: { db: Db }): AmoRoute[] {
  return [
    {
      method: 'GET',
      path: '/contacts',
      handle: async (request) => {
        const page = readEntityPage(request, 'k')
        const search = readSearch(request)
        const conditions = readFilters(request, filters)
        if (search !== null) {
          const { accountId } = request.viewer
          const found = await plainContactSearch(db, accountId, search)
          conditions.push(contactMatches(accountId, 'contact', found))
        }
        const withLeads = readWith(request).has('leads')
        const found = await listContacts(db, request.viewer, page, { conditions, withLeads })
        return okList(request, page, 'contacts', found, (row) => contactView(request, row))
      },
    },
    {
      method: 'GET',
      path: '/contacts/:id',
      handle: async (request) => {
        const row = await findContact(db, request.viewer, idOf(request), readWith(request).has('leads'))
        if (!row) throw new Problem(404)
        return ok(contactView(request, row))
      },
    },
  ]
}

function contactView(request: AmoRequest, row: ContactRow): Record<string, unknown> {
  const link = (path: string, id: number): Record<string, unknown> => ({
    id,
    _links: selfLink(request, `${path}/${id}`),
  })
  const known = (['phone', 'email'] as const).flatMap((kind) => fieldView(kind, row.points))
  const values = [...known, ...fieldValues(row.fields)]
  return {
    id: row.id,
    name: row.name,
    first_name: '',
    last_name: '',
    responsible_user_id: row.responsible_user_id ?? 0,
    group_id: row.group_id,
    created_by: 0,
    updated_by: 0,
    created_at: row.created_at,
    updated_at: row.updated_at,
    closest_task_at: null,
    is_deleted: false,
    is_unsorted: false,
    custom_fields_values: values.length > 0 ? values : null,
    account_id: request.viewer.accountId,
    _links: selfLink(request, `contacts/${row.id}`),
    _embedded: {
      tags: row.tags,
      companies: [],
      ...(row.leads && { leads: row.leads.map((id) => link('leads', id)) }),
    },
  }
}

/** Phones and e-mails are custom fields there; programs know them by their codes. */
const fields = {
  phone: { id: 1, code: 'PHONE', name: 'Phone' },
  email: { id: 2, code: 'EMAIL', name: 'Email' },
}

function fieldView(kind: ContactPoint['kind'], points: ContactPoint[]): Record<string, unknown>[] {
  const values = points.filter((point) => point.kind === kind)
  if (values.length === 0) return []
  const { id, code, name } = fields[kind]
  return [
    {
      field_id: id,
      field_name: name,
      field_code: code,
      field_type: 'multitext',
      values: values.map(({ value }) => ({ value, enum_id: id, enum_code: 'WORK' })),
    },
  ]
}
