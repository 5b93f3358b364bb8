import { z } from 'zod'
import { avatarUrl, cursor, id, idParam, instant, line, name, pageLimit, requestId } from './common.ts'
import { idList } from './deal-filter.ts'
import { endpoint } from './endpoint.ts'
import { fieldConditionsQuery } from './field-filter.ts'
import { point, seenPoints, typedPoints } from './points.ts'
import { tagMark } from './tags.ts'

/** How many of its contacts and deals the card of a company names; the counts are of all one may see. */
export const mostListedOfCompany = 50

export const company = z.object({
  id,
  name: z.string(),
  points: z.array(point),
  website: z.string().nullable(),
  address: z.string().nullable(),
  responsibleUserId: id.nullable(),
  tags: z.array(tagMark),
  contacts: z.array(
    z.object({ id, name: z.string(), avatarUrl, phone: z.string().nullable(), canEdit: z.boolean() }),
  ),
  contactCount: z.int(),
  deals: z.array(z.object({ id, name: z.string(), stageName: z.string(), stageColor: z.string() })),
  dealCount: z.int(),
  canEdit: z.boolean(),
  canDelete: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
})
export type CompanyView = z.output<typeof company>

export const companyRow = z.object({
  id,
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  website: z.string().nullable(),
  responsibleUserId: id.nullable(),
  tags: z.array(tagMark),
  updatedAt: instant,
})
export type CompanyRow = z.output<typeof companyRow>

/** A site as people write it, `zerno.ru` too; kept with its scheme, http or https only. */
export const website = z
  .string()
  .trim()
  .transform((text) => (text === '' || /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`))
  .pipe(z.url({ protocol: /^https?$/, hostname: /^[a-z\d-]+(\.[a-z\d-]+)+$/i }).max(500))

const address = line(500)
const fields = { name, points: typedPoints, website: website.nullable(), address: address.nullable() }

export const listCompanies = endpoint({
  id: 'companies.list',
  summary: 'Companies one may see, last changed first',
  method: 'GET',
  path: '/companies',
  permission: 'user',
  query: z.object({
    search: z.string().trim().max(100).optional(),
    /** 0 is nobody. */
    responsibleUserId: idList.optional(),
    /** Any of these tags. */
    tagId: idList.optional(),
    /** Custom fields, all of them, as in lists of deals. */
    fields: fieldConditionsQuery.optional(),
    cursor: cursor.optional(),
    limit: pageLimit,
  }),
  output: z.object({ items: z.array(companyRow), next: z.string().nullable() }),
})

export const getCompany = endpoint({
  id: 'companies.get',
  summary: 'One company with its points, contacts and deals',
  method: 'GET',
  path: '/companies/:companyId',
  permission: 'user',
  params: z.object({ companyId: idParam }),
  output: company,
  errors: ['company.not_found'],
})

/** `requestId` is made by the client: a repeat answers the company that is there. */
export const createCompany = endpoint({
  id: 'companies.create',
  summary: 'Make a company',
  method: 'POST',
  path: '/companies',
  permission: 'user',
  body: z.object({
    requestId,
    name,
    points: fields.points.default([]),
    website: fields.website.default(null),
    address: fields.address.default(null),
  }),
  output: company,
  errors: ['company.point_invalid', 'session.forbidden'],
})

/** Fields as their editor saw them: when one of those that he changes is another by now, nothing is changed. */
const seenCompany = z
  .object({
    name: z.string().max(1000),
    responsibleUserId: id.nullable(),
    website: z.string().max(1000).nullable(),
    address: z.string().max(1000).nullable(),
    points: seenPoints,
  })
  .partial()

export const changeCompany = endpoint({
  id: 'companies.change',
  summary: 'Change the fields of a company',
  method: 'PATCH',
  path: '/companies/:companyId',
  permission: 'user',
  params: z.object({ companyId: idParam }),
  body: z.object({
    name: fields.name.optional(),
    points: fields.points.optional(),
    website: fields.website.optional(),
    address: fields.address.optional(),
    responsibleUserId: id.nullable().optional(),
    seen: seenCompany.optional(),
  }),
  output: company,
  errors: [
    'company.not_found',
    'company.point_invalid',
    'company.changed_meanwhile',
    'user.not_found',
    'session.forbidden',
  ],
})

/** In one request. */
export const mostChangedCompanies = 200

const skippedCompany = z.object({
  companyId: id,
  code: z.enum(['company.not_found', 'session.forbidden', 'company.changed_meanwhile']),
})
export type SkippedCompany = z.output<typeof skippedCompany>

/**
 * Changes the responsible of many companies in one transaction. A company that one may not see or edit, or whose responsible
 * is no longer as it was `seen`, is skipped. `before` given back as changes, with `seen` what they have now, undoes it.
 */
export const changeCompanies = endpoint({
  id: 'companies.change-many',
  summary: 'Change the responsible of many companies',
  method: 'POST',
  path: '/companies/changes',
  permission: 'user',
  body: z.object({
    changes: z
      .array(
        z.object({
          companyId: id,
          responsibleUserId: id.nullable(),
          seen: z.object({ responsibleUserId: id.nullable() }).optional(),
        }),
      )
      .min(1)
      .max(mostChangedCompanies),
  }),
  output: z.object({
    rows: z.array(companyRow),
    before: z.array(z.object({ companyId: id, responsibleUserId: id.nullable() })),
    skipped: z.array(skippedCompany),
  }),
  errors: ['user.not_found'],
})

const companyIds = z.array(id).min(1).max(mostChangedCompanies)

/** Contacts and deals stay, without a company. Those one may not delete are skipped. */
export const deleteCompanies = endpoint({
  id: 'companies.delete',
  summary: 'Delete companies; their contacts and deals stay',
  method: 'POST',
  path: '/companies/deletion',
  permission: 'user',
  body: z.object({ companyIds }),
  output: z.object({ deletedIds: z.array(id), skipped: z.array(skippedCompany) }),
})

/** Its contacts and deals belong to it again, but for those that got another company meanwhile. */
export const restoreCompanies = endpoint({
  id: 'companies.restore',
  summary: 'Take back the deletion of companies',
  method: 'POST',
  path: '/companies/restoration',
  permission: 'user',
  body: z.object({ companyIds }),
  output: z.object({ rows: z.array(companyRow), skipped: z.array(skippedCompany) }),
})
