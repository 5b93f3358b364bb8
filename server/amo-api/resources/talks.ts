import { sql } from 'kysely'
import type { CardKind } from '#contract/common'
import { closeConversation } from '#features/conversations'
import { inTransaction } from '#lib/db'
import { idOf, type AmoRequest } from '../amo-request.ts'
import type { AmoDeps, AmoRoute } from '../amo-route.ts'
import { ok, okList, selfLink } from '../answer.ts'
import { readPage, type Order } from '../page.ts'
import { badRequest, Problem } from '../problem.ts'
import { canSeeTalk, findTalk, isInWork, listTalks, type TalkRow } from '../queries/list-talks.ts'
import { byId, readFilters, readFlag, readIds, type Filter } from '../read-filter.ts'
import type { PhpValue } from '../php-query.ts'

const byNumber = {
  by: [{ column: sql`v.number`, kind: 'number' }],
  isDescending: true,
} as const satisfies Order

export function talkRoutes({ db, clock }: AmoDeps): AmoRoute[] {
  return [
    {
      method: 'GET',
      path: '/talks',
      handle: async (request) => {
        const page = readPage(request, { id: byNumber.by, talk_id: byNumber.by }, byNumber)
        const found = await listTalks(db, request.viewer, page, readFilters(request, filtersOf(request)))
        return okList(request, page, 'talks', found, (row) => talkView(request, row))
      },
    },
    {
      method: 'GET',
      path: '/talks/:id',
      handle: async (request) => {
        const row = await findTalk(db, request.viewer, idOf(request))
        if (!row) throw new Problem(404)
        return ok(talkView(request, row))
      },
    },
    {
      method: 'POST',
      path: '/talks/:id/close',
      handle: async (request) => {
        const { accountId, userId } = request.viewer
        const number = idOf(request)
        checkClosing(request.body)
        await inTransaction(db, async (tx) => {
          if (!(await canSeeTalk(tx, request.viewer, number))) throw new Problem(404)
          const actor = { kind: 'api', id: userId } as const
          await closeConversation(tx, { accountId, number, actor, way: 'api', road: 'api', now: clock() })
        })
        return { status: 202 }
      },
    },
  ]
}

/** `force_close` chooses between sending NPS first and closing at once; where no NPS bot is on, both close. */
function checkClosing(body: unknown): void {
  if (body === undefined || body === null) return
  if (typeof body !== 'object' || Array.isArray(body)) throw badRequest('', 'must be an object')
  const force = 'force_close' in body ? body.force_close : false
  if (typeof force !== 'boolean') throw badRequest('force_close', 'must be true or false')
}

/** `entity_id` without a type finds deals and customers alike. */
function filtersOf({ viewer: { accountId } }: AmoRequest): Record<string, Filter> {
  return {
    id: byId(sql`v.number`),
    talk_id: byId(sql`v.number`),
    // With those of the contacts that were merged into one.
    contact_id: (value, path) => sql`v.contact_id in (select kin.id from contacts asked
      join contacts kin on kin.account_id = asked.account_id and kin.root_id = asked.root_id
      where asked.account_id = ${accountId} and asked.id = any(${readIds(value, path)}::bigint[]))`,
    entity_id: (value, path) =>
      sql`v.card_kind in ('deal', 'customer') and v.card_id = any(${readIds(value, path)}::bigint[])`,
    entity_type: (value, path) => sql`v.card_kind = ${readEntityType(value, path)}`,
    only_in_work: (value, path) => (readFlag(value, path) ? isInWork : sql`true`),
  }
}

function readEntityType(value: PhpValue, path: string): CardKind {
  if (value === 'lead' || value === 'leads') return 'deal'
  if (value === 'customer' || value === 'customers') return 'customer'
  throw badRequest(path, 'must be lead or customer', 'NotSupportedChoice')
}

function talkView(request: AmoRequest, { card_kind, card_id, ...row }: TalkRow): Record<string, unknown> {
  const linked = (path: string, id: number | null): Record<string, unknown>[] =>
    id === null ? [] : [{ id, _links: selfLink(request, `${path}/${id}`) }]
  return {
    talk_id: row.talk_id,
    created_at: row.created_at,
    updated_at: row.updated_at,
    rate: row.rate,
    contact_id: row.contact_id,
    chat_id: row.chat_id,
    entity_id: card_id,
    entity_type: card_kind === 'deal' ? 'lead' : card_kind,
    status: row.status,
    is_in_work: row.is_in_work,
    is_read: row.is_read,
    origin: row.origin,
    source_id: row.source_id,
    missed_at: row.missed_at,
    account_id: request.viewer.accountId,
    _links: selfLink(request, `talks/${row.talk_id}`),
    _embedded: {
      contacts: linked('contacts', row.contact_id),
      leads: linked('leads', card_kind === 'deal' ? card_id : null),
      customers: linked('customers', card_kind === 'customer' ? card_id : null),
    },
  }
}
