import { sql } from 'kysely'
import type { Language } from '#contract/common'
import { listFields } from '#features/fields'
import { walkEvents, type EventPlace, type WalkedEvent } from '#features/event-list'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import type { AmoRequest } from '../amo-request.ts'
import type { AmoDeps, AmoRoute } from '../amo-route.ts'
import { ok, okList, selfLink } from '../answer.ts'
import { amoShapes, type AmoEvent, type Fields } from '../events/amo-shapes.ts'
import { amoTypes } from '../events/amo-types.ts'
import { readEventId, writeEventId } from '../events/event-id.ts'
import { readWanted, type Asked } from '../events/read-wanted.ts'
import { readPage, type Key, type Page } from '../page.ts'
import { badRequest, Problem } from '../problem.ts'

/** The last part tells which of several things one event of ours is there. */
const byTime: readonly Key[] = [
  { column: sql`e.at`, kind: 'instant' },
  { column: sql`e.id`, kind: 'uuid' },
  { column: sql`0`, kind: 'number' },
]

/** So many walks for one answer: who may know of almost nothing gets a shorter page. */
const mostWalks = 400

type Row = { id: string; place: string; event: WalkedEvent; told: AmoEvent }

export function eventRoutes({ db }: AmoDeps): AmoRoute[] {
  return [
    {
      method: 'GET',
      path: '/events',
      handle: async (request) => {
        requireAnalytics(request.viewer)
        const page = readPage(request, { created_at: byTime, id: byTime }, { by: byTime, isDescending: true })
        const { rows, next } = await findPage(db, request.viewer, page, readWanted(request))
        return okList(request, page, 'events', { rows, next }, (row) => eventView(request, row))
      },
    },
    {
      method: 'GET',
      path: '/events/types',
      handle: async (request) => {
        requireAnalytics(request.viewer)
        const lang = readLanguage(request)
        return ok({
          _links: selfLink(request, 'events/types'),
          _embedded: {
            events_types: Object.entries(amoTypes).map(([key, one]) => ({
              key,
              type: one.type,
              lang: one[lang],
            })),
          },
        })
      },
    },
    {
      method: 'GET',
      path: '/events/:id',
      handle: async (request) => {
        requireAnalytics(request.viewer)
        const named = readEventId(request.params['id'] ?? '')
        if (!named) throw new Problem(404)
        const { events } = await walkEvents(db, request.viewer, {
          filter: { ids: [named.uuid] },
          from: null,
          direction: 'older',
          limit: 1,
        })
        const rows = expand(events, await loadFields(db, request.viewer))
        const row = rows.find(({ id }) => id === request.params['id'])
        if (!row) throw new Problem(404)
        return ok(eventView(request, row))
      },
    },
  ]
}

function requireAnalytics(viewer: Viewer): void {
  if (!viewer.readsAnalytics) throw new Problem(403)
}

function readLanguage({ query }: AmoRequest): Language {
  const asked = query.get('language_code')
  if (asked === undefined || asked === '' || asked === 'ru') return 'ru'
  if (asked === 'en') return 'en'
  throw badRequest('language_code', 'must be ru or en', 'NotSupportedChoice')
}

async function findPage(
  db: Read,
  viewer: Viewer,
  page: Page,
  { wanted, fits }: Asked,
): Promise<{ rows: Row[]; next: string | null }> {
  const fields = await loadFields(db, viewer)
  const direction = page.order.isDescending ? 'older' : 'newer'
  const [at, id, part] = page.place ?? []
  // The event of the place is met again: it may have more to tell.
  let from: EventPlace | null =
    at !== undefined && id !== undefined ? { at, id: besideId(id, direction) } : null
  let toSkip = page.place ? 0 : (page.page - 1) * page.limit
  const rows: Row[] = []
  for (let walks = 0; walks < mostWalks; walks += 1) {
    const { events, next } = await walkEvents(db, viewer, {
      filter: wanted,
      from,
      direction,
      limit: page.limit + 1,
    })
    const told = expand(events, fields).filter(
      (row) =>
        fits(row.told, row.id) && (row.event.id !== id || Number(row.place.split('.')[2]) > Number(part)),
    )
    rows.push(...told.slice(toSkip))
    toSkip = Math.max(0, toSkip - told.length)
    if (rows.length > page.limit || !next) break
    from = next
  }
  const found = rows.slice(0, page.limit)
  return { rows: found, next: rows.length > page.limit ? (found.at(-1)?.place ?? null) : null }
}

/** The id just beside this one, so that a walk from there meets it first. */
function besideId(id: string, direction: 'older' | 'newer'): string {
  const value = BigInt(`0x${id.replaceAll('-', '')}`) + (direction === 'older' ? 1n : -1n)
  const hex = BigInt.asUintN(128, value).toString(16).padStart(32, '0')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function expand(events: readonly WalkedEvent[], fields: Fields): Row[] {
  return events.flatMap((event) =>
    (amoShapes[event.type]?.(event, fields) ?? []).map((told, part) => ({
      id: writeEventId(event.id, part),
      place: `${event.place.at}.${event.id}.${part}`,
      event,
      told,
    })),
  )
}

async function loadFields(db: Read, viewer: Viewer): Promise<Fields> {
  const { fields } = await listFields(db, viewer)
  return new Map(fields.map((field) => [field.id, field]))
}

const collections: Record<string, string> = {
  lead: 'leads',
  contact: 'contacts',
  company: 'companies',
  customer: 'customers',
  task: 'tasks',
  talk: 'talks',
}

function eventView(request: AmoRequest, { id, event, told }: Row): Record<string, unknown> {
  const { entity } = told
  const isOfChat = event.number !== null
  return {
    id,
    type: told.fieldId === undefined ? told.type : `custom_field_${told.fieldId}_value_changed`,
    entity_id: entity.id,
    entity_type: entity.type,
    created_by: event.actorKind === 'user' || event.actorKind === 'api' ? (event.actorId ?? 0) : 0,
    created_at: event.at,
    value_after: told.after,
    value_before: told.before,
    account_id: request.viewer.accountId,
    _links: selfLink(request, `events/${id}`),
    _embedded: {
      entity: {
        id: entity.id,
        ...(isOfChat && event.contactId !== null && { linked_talk_contact_id: event.contactId }),
        _links: selfLink(request, `${collections[entity.type] ?? entity.type}/${entity.id}`),
      },
    },
  }
}
