import { z } from 'zod'
import { listCompanies } from './companies.ts'
import { listContacts } from './contacts.ts'
import { customerFilterQuery } from './customers.ts'
import { dealFilterQuery } from './deal-filter.ts'
import { endpoint } from './endpoint.ts'

const exportFormats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]
export const exportFormat = z.enum(exportFormats).default('csv')

/**
 * Lists as they are narrowed, with all their columns and the custom fields that one’s role sees. Of messages and notes nothing
 * is in them.
 */
export const exportContacts = endpoint({
  id: 'exports.contacts',
  kind: 'download',
  summary: 'Contacts as a table, of those one may export',
  method: 'GET',
  path: '/exports/contacts',
  permission: 'user',
  query: listContacts.query
    .omit({ sort: true, order: true, cursor: true, limit: true })
    .extend({ format: exportFormat }),
  errors: ['session.forbidden'],
})

export const exportCompanies = endpoint({
  id: 'exports.companies',
  kind: 'download',
  summary: 'Companies as a table, of those one may export',
  method: 'GET',
  path: '/exports/companies',
  permission: 'user',
  query: listCompanies.query.omit({ cursor: true, limit: true }).extend({ format: exportFormat }),
  errors: ['session.forbidden'],
})

export const exportDeals = endpoint({
  id: 'exports.deals',
  kind: 'download',
  summary: 'Deals as a table, of those one may export',
  method: 'GET',
  path: '/exports/deals',
  permission: 'user',
  query: z.object({ ...dealFilterQuery, format: exportFormat }),
  errors: ['session.forbidden'],
})

export const exportCustomers = endpoint({
  id: 'exports.customers',
  kind: 'download',
  summary: 'Customers as a table, of those one may export',
  method: 'GET',
  path: '/exports/customers',
  permission: 'user',
  query: z.object({ ...customerFilterQuery, format: exportFormat }),
  errors: ['session.forbidden'],
})
