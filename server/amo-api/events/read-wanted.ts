import type { EventType } from '#contract/events'
import type { Wanted } from '#features/event-list'
import type { AmoRequest } from '../amo-request.ts'
import { listOf, type PhpTree, type PhpValue } from '../php-query.ts'
import { badRequest } from '../problem.ts'
import { readIds } from '../read-filter.ts'
import { amoShapes, type AmoEvent } from './amo-shapes.ts'
import { isAmoType } from './amo-types.ts'
import { readEventId } from './event-id.ts'

export type Asked = { wanted: Wanted; fits: (event: AmoEvent, id: string) => boolean }

const mostNamed = 10
const entities: Record<string, NonNullable<Wanted['objectKind']>> = {
  lead: 'deal',
  leads: 'deal',
  contact: 'contact',
  contacts: 'contact',
  company: 'company',
  companies: 'company',
  customer: 'customer',
  customers: 'customer',
  task: 'task',
  tasks: 'task',
  talk: 'conversation',
}
const known = ['id', 'created_at', 'created_by', 'entity', 'entity_id', 'type', 'value_before', 'value_after']

/** What `filter[…]` asks for: what the list is narrowed by, and what is judged of each event there. Throws 400 naming what is wrong. */
export function readWanted(request: AmoRequest): Asked {
  const asked = request.query.get('filter') ?? new Map<string, PhpValue>()
  if (typeof asked === 'string') throw badRequest('filter', 'must be like filter[id]=1')
  for (const name of asked.keys()) {
    if (!known.includes(name))
      throw badRequest(
        `filter.${name}`,
        `is not a filter of this list; it has ${known.join(', ')}`,
        'NotSupportedChoice',
      )
  }
  const ids = listOf(asked.get('id'))
  const types = readTypes(asked.get('type'))
  const values = (['value_before', 'value_after'] as const).map((name) => readValue(asked.get(name), name))
  return {
    wanted: {
      type: types?.ours ?? (Object.keys(amoShapes) as EventType[]),
      ...readAuthors(asked.get('created_by')),
      ...readEntity(asked),
      ...readTime(asked.get('created_at')),
      ...(ids.length > 0 && { ids: ids.flatMap((id) => readEventId(id)?.uuid ?? []) }),
    },
    fits: (event, id) =>
      (ids.length === 0 || ids.includes(id)) &&
      (types === null || types.fits(event)) &&
      values.every((fitsValue) => fitsValue(event)),
  }
}

function readTypes(
  value: PhpValue | undefined,
): { ours: EventType[]; fits: (event: AmoEvent) => boolean } | null {
  const names = listOf(value)
  if (names.length === 0) return null
  const wanted = names.map((name) => {
    const fieldId = /^custom_field_(\d{1,15})_value_changed$/.exec(name)?.[1]
    const type = fieldId === undefined ? name : 'custom_field_value_changed'
    // A type that cannot happen here is simply never met.
    return { type: isAmoType(type) ? type : null, fieldId: fieldId === undefined ? null : Number(fieldId) }
  })
  return {
    ours: wanted.some(({ type }) => type !== null)
      ? (Object.keys(amoShapes) as EventType[]).filter((type) =>
          wanted.some((one) => one.type !== null && (sources[one.type] ?? []).includes(type)),
        )
      : [],
    fits: (event) =>
      wanted.some(
        ({ type, fieldId }) => type === event.type && (fieldId === null || fieldId === event.fieldId),
      ),
  }
}

/** From which of our events each type there comes. */
const sources: Record<string, EventType[]> = {
  lead_added: ['deal.created'],
  lead_deleted: ['deal.deleted'],
  lead_status_changed: ['deal.moved'],
  contact_added: ['contact.created'],
  contact_deleted: ['contact.deleted'],
  company_added: ['company.created'],
  customer_added: ['customer.created'],
  customer_deleted: ['customer.deleted'],
  customer_status_changed: ['customer.moved'],
  task_added: ['task.created'],
  task_deleted: ['task.deleted'],
  task_completed: ['task.completed'],
  task_result_added: ['task.completed'],
  task_type_changed: ['task.changed'],
  task_text_changed: ['task.changed'],
  task_deadline_changed: ['task.changed'],
  incoming_chat_message: ['message.received'],
  outgoing_chat_message: ['message.queued'],
  entity_direct_message: ['internal.sent'],
  talk_created: ['conversation.opened'],
  talk_closed: ['conversation.closed'],
  talk_missed_event: ['response_time.exceeded'],
  conversation_answered: ['conversation.dismissed'],
  sale_field_changed: ['deal.changed'],
  name_field_changed: ['deal.changed', 'customer.changed', 'contact.changed', 'company.changed'],
  custom_field_value_changed: ['deal.filled', 'customer.filled', 'contact.filled', 'company.filled'],
  entity_responsible_changed: [
    'deal.reassigned',
    'customer.reassigned',
    'contact.changed',
    'company.changed',
    'task.changed',
  ],
  entity_tag_added: ['deal.tagged', 'customer.tagged', 'contact.tagged', 'company.tagged'],
  entity_tag_deleted: ['deal.tagged', 'customer.tagged', 'contact.tagged', 'company.tagged'],
  entity_linked: ['contact.linked', 'company.linked'],
  entity_unlinked: ['contact.unlinked', 'company.unlinked'],
  common_note_added: ['note.created'],
  attachment_note_added: ['note.created'],
  common_note_deleted: ['note.deleted'],
}

/** 0 is robots and the system. */
function readAuthors(value: PhpValue | undefined): Partial<Wanted> {
  const ids = readIds(value, 'filter.created_by')
  if (ids.length === 0) return {}
  if (ids.length > mostNamed) throw badRequest('filter.created_by', `may name ${mostNamed} at most`)
  const userId = ids.filter((id) => id > 0)
  return {
    ...(userId.length > 0 && { userId }),
    ...(ids.includes(0) && { authorKind: ['system', 'bot', 'client', 'outside'] }),
  }
}

function readEntity(asked: PhpTree): Partial<Wanted> {
  const ids = readIds(asked.get('entity_id'), 'filter.entity_id')
  const [name, ...more] = listOf(asked.get('entity'))
  if (name === undefined && ids.length === 0) return {}
  const objectKind =
    name === undefined || more.length > 0 || !Object.hasOwn(entities, name) ? undefined : entities[name]
  if (!objectKind)
    throw badRequest(
      'filter.entity',
      'must be one of lead, contact, company, customer, task, talk',
      'NotSupportedChoice',
    )
  if (ids.length === 0 || ids.length > mostNamed)
    throw badRequest('filter.entity_id', `must name 1 to ${mostNamed} of them`)
  return { objectKind, objectIds: ids }
}

/** Seconds since 1970, both included; one number means that second. */
function readTime(value: PhpValue | undefined): Partial<Wanted> {
  if (value === undefined || value === '') return {}
  const read = (text: PhpValue | undefined, path: string): number | null => {
    if (text === undefined || text === '') return null
    if (typeof text !== 'string' || !/^\d{1,11}$/.test(text))
      throw badRequest(path, 'must be seconds since 1970')
    return Number(text)
  }
  const path = 'filter.created_at'
  const [from, to] =
    typeof value === 'string'
      ? [read(value, path), read(value, path)]
      : [read(value.get('from'), `${path}.from`), read(value.get('to'), `${path}.to`)]
  return {
    ...(from !== null && { since: new Date(from * 1000) }),
    ...(to !== null && { until: new Date((to + 1) * 1000) }),
  }
}

type FitsValue = (event: AmoEvent) => boolean

/** Stages and responsible users are what values are narrowed by. */
function readValue(value: PhpValue | undefined, name: 'value_before' | 'value_after'): FitsValue {
  if (value === undefined || value === '') return () => true
  const path = `filter.${name}`
  if (typeof value === 'string') throw badRequest(path, `must be like ${path}[responsible_user_id]=1`)
  const sides = [...value].map(([key, given]): FitsValue => {
    const side = name === 'value_before' ? 'before' : 'after'
    if (key === 'responsible_user_id') {
      const ids = readIds(given, `${path}.${key}`)
      return (event) => event[side].some((one) => ids.some((id) => isLike(one['responsible_user'], { id })))
    }
    if (key === 'leads_statuses' || key === 'customers_statuses') {
      const pairs = typeof given === 'string' ? [] : [...given.values()]
      const stages = pairs.map((pair) => {
        if (typeof pair === 'string') throw badRequest(path, `must be like ${path}[${key}][0][status_id]=142`)
        const [id] = readIds(pair.get('status_id'), `${path}.${key}.status_id`)
        const [pipelineId] = readIds(pair.get('pipeline_id'), `${path}.${key}.pipeline_id`)
        return {
          ...(id !== undefined && { id }),
          ...(pipelineId !== undefined && { pipeline_id: pipelineId }),
        }
      })
      const of = key === 'leads_statuses' ? 'lead_status' : 'customer_status'
      return (event) => event[side].some((one) => stages.some((stage) => isLike(one[of], stage)))
    }
    throw badRequest(
      `${path}.${key}`,
      'must be leads_statuses, customers_statuses or responsible_user_id',
      'NotSupportedChoice',
    )
  })
  return (event) => sides.every((fits) => fits(event))
}

function isLike(value: unknown, wanted: Record<string, number>): boolean {
  if (typeof value !== 'object' || value === null) return false
  const has = new Map(Object.entries(value))
  return Object.entries(wanted).every(([key, one]) => has.get(key) === one)
}
