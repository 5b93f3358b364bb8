import { sql } from 'kysely'
import { z } from 'zod'
import type { CardRef } from '#contract/common'
import { acceptLead, declineLead, linkLead } from '#features/deals'
import { inTransaction } from '#lib/db'
import type { AmoRequest } from '../amo-request.ts'
import type { AmoDeps, AmoRoute } from '../amo-route.ts'
import { ok, okList, selfLink, type Answer } from '../answer.ts'
import { readPage, type Key, type Order } from '../page.ts'
import { listOf } from '../php-query.ts'
import { badRequest, Problem } from '../problem.ts'
import {
  category,
  findUnsorted,
  listUnsorted,
  receivedAt,
  sumUpUnsorted,
  type UnsortedRow,
} from '../queries/list-unsorted.ts'
import { byId, byTime, readFilters, type Filter } from '../read-filter.ts'
import { readBody } from '../read-body.ts'

const id: Key = { column: sql`d.id`, kind: 'number' }
const orders = {
  created_at: [{ column: receivedAt, kind: 'instant' }, id],
  updated_at: [{ column: sql`d.updated_at`, kind: 'instant' }, id],
} as const
const usual: Order = { by: orders.created_at, isDescending: true }

const byCategory: Filter = (value) => sql`${category} = any(${listOf(value)}::text[])`
const filters: Record<string, Filter> = {
  uid: byId(sql`d.id`),
  category: byCategory,
  pipeline_id: byId(sql`d.pipeline_id`),
}
const summaryFilters: Record<string, Filter> = {
  uid: byId(sql`l.deal_id`),
  pipeline_id: byId(sql`d.pipeline_id`),
  created_at: byTime(sql`l.received_at`),
}

const whole = z.int().positive()
const accepting = z.object({ user_id: whole.optional(), status_id: whole.optional() })
const declining = z.object({ user_id: whole.optional() })
const linking = z.object({
  user_id: whole.optional(),
  link: z.object({ entity_id: whole, entity_type: z.enum(['leads', 'customers']) }),
})

/** Incoming leads: the `uid` of one is the id of its deal, which stays the same when it is accepted. */
export function unsortedRoutes({ db, clock }: AmoDeps): AmoRoute[] {
  return [
    {
      method: 'GET',
      path: '/leads/unsorted',
      handle: async (request) => {
        const page = readPage(request, orders, usual)
        const found = await listUnsorted(db, request.viewer, page, readFilters(request, filters))
        return okList(request, page, 'unsorted', found, (row) => unsortedView(request, row))
      },
    },
    {
      method: 'GET',
      path: '/leads/unsorted/summary',
      handle: async (request) => {
        const sum = await sumUpUnsorted(db, request.viewer, readFilters(request, summaryFilters))
        return ok({
          total: sum.total,
          accepted: sum.accepted,
          declined: sum.declined,
          average_sort_time: Math.round(sum.averageSeconds ?? 0),
          categories: {
            sip: { total: 0 },
            mail: { total: 0 },
            forms: { total: sum.forms },
            chats: { total: sum.chats },
          },
          _links: selfLink(request, 'leads/unsorted/summary'),
        })
      },
    },
    {
      method: 'GET',
      path: '/leads/unsorted/:uid',
      handle: async (request) => ok(unsortedView(request, await requireUnsorted(request))),
    },
    {
      method: 'POST',
      path: '/leads/unsorted/:uid/accept',
      handle: (request) =>
        settle(request, async (row) => {
          const { user_id, status_id } = readBody(request, accepting)
          const wish = { dealId: row.id, stageId: status_id, responsibleUserId: user_id }
          await inTransaction(db, (tx) => acceptLead(tx, request.viewer, wish, clock(), 'api'))
          return { kind: 'deal', id: row.id }
        }),
    },
    {
      method: 'DELETE',
      path: '/leads/unsorted/:uid/decline',
      handle: (request) =>
        settle(request, async (row) => {
          requireOneself(request, readBody(request, declining).user_id)
          const wish = { dealId: row.id, lossReasonId: null }
          await inTransaction(db, (tx) => declineLead(tx, request.viewer, wish, clock(), 'api'))
          return { kind: 'deal', id: row.id }
        }),
    },
    {
      method: 'POST',
      path: '/leads/unsorted/:uid/link',
      handle: (request) =>
        settle(request, async (row) => {
          const { user_id, link } = readBody(request, linking)
          requireOneself(request, user_id)
          const kind = link.entity_type === 'leads' ? 'deal' : 'customer'
          const card = { kind, id: link.entity_id } as const
          const wish = { dealId: row.id, card }
          await inTransaction(db, (tx) => linkLead(tx, request.viewer, wish, clock(), 'api'))
          return card
        }),
    },
  ]

  async function requireUnsorted(request: AmoRequest): Promise<UnsortedRow> {
    const uid = request.params['uid'] ?? ''
    const row = /^[1-9]\d{0,14}$/.test(uid) ? await findUnsorted(db, request.viewer, Number(uid)) : null
    if (!row) throw new Problem(404)
    return row
  }

  async function settle(request: AmoRequest, work: (row: UnsortedRow) => Promise<CardRef>): Promise<Answer> {
    const row = await requireUnsorted(request)
    const card = await work(row)
    return ok({
      uid: String(row.id),
      category: categoryOf(row),
      pipeline_id: row.pipeline_id,
      account_id: request.viewer.accountId,
      _embedded: {
        leads: card.kind === 'deal' ? [linked(request, 'leads', card.id)] : [],
        customers: card.kind === 'customer' ? [linked(request, 'customers', card.id)] : [],
        contacts: row.contact_id === null ? [] : [linked(request, 'contacts', row.contact_id)],
        companies: [],
      },
    })
  }
}

/** Nobody settles a lead in another one's name: that is what X-Context-User-ID is for. */
function requireOneself({ viewer }: AmoRequest, userId: number | undefined): void {
  if (userId !== undefined && userId !== viewer.userId)
    throw badRequest(
      'user_id',
      "must be the user of the token; an admin's token acts for another by a header",
    )
}

const categoryOf = ({ channel_id }: UnsortedRow): string => (channel_id === null ? 'forms' : 'chats')

function linked(request: AmoRequest, path: string, entityId: number): Record<string, unknown> {
  return { id: entityId, _links: selfLink(request, `${path}/${entityId}`) }
}

function unsortedView(request: AmoRequest, row: UnsortedRow): Record<string, unknown> {
  return {
    uid: String(row.id),
    source_uid: row.channel_id === null ? null : String(row.channel_id),
    source_name: row.channel_name,
    category: categoryOf(row),
    pipeline_id: row.pipeline_id,
    created_at: row.created_at,
    metadata: {
      from: row.contact_name,
      received_at: row.created_at,
      service: row.channel_kind,
      client: { name: row.contact_name },
      origin: { chat_id: row.chat_id },
      last_message_text: row.last_text,
      source_name: row.channel_name,
    },
    account_id: request.viewer.accountId,
    _links: selfLink(request, `leads/unsorted/${row.id}`),
    _embedded: {
      leads: [linked(request, 'leads', row.id)],
      contacts: row.contact_id === null ? [] : [linked(request, 'contacts', row.contact_id)],
      companies: [],
    },
  }
}
