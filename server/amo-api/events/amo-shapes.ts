import { z } from 'zod'
import type { EventType } from '#contract/events'
import type { FieldView } from '#contract/fields'
import type { WalkedEvent } from '#features/event-list'
import { fieldTypes } from '../field-values.ts'
import type { AmoType } from './amo-types.ts'

type Values = Record<string, unknown>[]
export type Entity = { type: string; id: number }
/** One event as that API tells it. */
export type AmoEvent = { type: AmoType; fieldId?: number; entity: Entity; before: Values; after: Values }

export type Fields = ReadonlyMap<number, FieldView>
type Shape = (event: WalkedEvent, fields: Fields) => AmoEvent[]
type Side = WalkedEvent['after']

/** What each of our events is there; what is not here has no counterpart. */
export const amoShapes: Partial<Record<EventType, Shape>> = {
  'deal.created': (event) => [plain('lead_added', about(event))],
  'deal.deleted': (event) => [plain('lead_deleted', about(event))],
  'deal.moved': (event) => [changed('lead_status_changed', about(event), event, status('lead_status'))],
  'deal.reassigned': (event) => [changed('entity_responsible_changed', about(event), event, responsible)],
  'deal.changed': (event) => [
    ...ifTold(event, 'name', () => changed('name_field_changed', about(event), event, nameValue)),
    ...ifTold(event, 'budget', () => changed('sale_field_changed', about(event), event, saleValue)),
  ],
  'deal.filled': filled,
  'deal.tagged': tagged,
  'customer.created': (event) => [plain('customer_added', about(event))],
  'customer.deleted': (event) => [plain('customer_deleted', about(event))],
  'customer.moved': (event) => [
    changed('customer_status_changed', about(event), event, status('customer_status')),
  ],
  'customer.reassigned': (event) => [changed('entity_responsible_changed', about(event), event, responsible)],
  'customer.changed': (event) =>
    ifTold(event, 'name', () => changed('name_field_changed', about(event), event, nameValue)),
  'customer.filled': filled,
  'customer.tagged': tagged,
  'contact.created': (event) => [plain('contact_added', about(event))],
  'contact.deleted': (event) => [plain('contact_deleted', about(event))],
  'contact.changed': named,
  'contact.filled': filled,
  'contact.tagged': tagged,
  'contact.linked': (event) => linked(event, 'after'),
  'contact.unlinked': (event) => linked(event, 'before'),
  'company.created': (event) => [plain('company_added', about(event))],
  'company.changed': named,
  'company.filled': filled,
  'company.tagged': tagged,
  'company.linked': (event) => linked(event, 'after'),
  'company.unlinked': (event) => linked(event, 'before'),
  'task.created': (event) => [changed('task_added', about(event), event, taskText)],
  'task.deleted': (event) => [changed('task_deleted', about(event), event, taskText)],
  'task.completed': (event) => [
    plain('task_completed', about(event)),
    ...ifTold(event, 'result', () =>
      changed('task_result_added', about(event), event, (side) =>
        side?.['result'] === undefined ? [] : [{ task: { text: side['result'] } }],
      ),
    ),
  ],
  'task.changed': (event) => [
    ...(event.before?.['text'] === undefined
      ? []
      : [changed('task_text_changed', about(event), event, taskText)]),
    ...ifTold(event, 'typeId', () => changed('task_type_changed', about(event), event, taskType)),
    ...ifTold(event, 'due', () => changed('task_deadline_changed', about(event), event, taskDeadline)),
    ...ifTold(event, 'responsibleUserId', () =>
      changed('entity_responsible_changed', about(event), event, responsible),
    ),
  ],
  'message.received': (event) => [withMessage('incoming_chat_message', event)],
  'message.queued': (event) => [withMessage('outgoing_chat_message', event)],
  'internal.sent': (event) => [
    {
      ...plain('entity_direct_message', card(event) ?? about(event)),
      after: [{ message: { id: event.after?.['internalMessageId'] ?? null, talk_id: null, origin: null } }],
    },
  ],
  'conversation.opened': (event) => [withTalk('talk_created', event)],
  'conversation.closed': (event) => [withTalk('talk_closed', event)],
  'response_time.exceeded': (event) => [withTalk('talk_missed_event', event)],
  'conversation.dismissed': (event) => [
    plain('conversation_answered', { type: 'talk', id: event.number ?? 0 }),
  ],
  'note.created': (event) => [note(event.hasFiles ? 'attachment_note_added' : 'common_note_added', event)],
  'note.deleted': (event) => [note('common_note_deleted', event)],
}

const entityTypes: Record<string, string> = {
  deal: 'lead',
  customer: 'customer',
  contact: 'contact',
  company: 'company',
  task: 'task',
  conversation: 'talk',
}

/** What an event is of: of a merged thing its survivor. */
function about(event: WalkedEvent): Entity {
  const { subjectKind, subjectId, cardId, contactId } = event
  const type = entityTypes[subjectKind] ?? subjectKind
  if (subjectKind === 'deal' || subjectKind === 'customer') return { type, id: cardId ?? Number(subjectId) }
  if (subjectKind === 'contact') return { type, id: contactId ?? Number(subjectId) }
  return { type, id: Number(subjectId) }
}

const card = ({ cardKind, cardId }: WalkedEvent): Entity | null =>
  cardKind === null || cardId === null ? null : { type: entityTypes[cardKind] ?? cardKind, id: cardId }

/** Of a conversation: its lead or customer when there is one, else its contact. */
function ofTalk(event: WalkedEvent): Entity {
  return card(event) ?? { type: 'contact', id: event.contactId ?? 0 }
}

const plain = (type: AmoType, entity: Entity): AmoEvent => ({ type, entity, before: [], after: [] })

function changed(
  type: AmoType,
  entity: Entity,
  { before, after }: WalkedEvent,
  valueOf: (side: Side) => Values,
): AmoEvent {
  return { type, entity, before: valueOf(before), after: valueOf(after) }
}

function ifTold({ before, after }: WalkedEvent, key: string, tell: () => AmoEvent): AmoEvent[] {
  return before?.[key] === undefined && after?.[key] === undefined ? [] : [tell()]
}

const one = (side: Side, key: string, shape: (value: unknown) => Record<string, unknown>): Values => {
  const value = side?.[key]
  return value === undefined || value === null ? [] : [shape(value)]
}

const status =
  (name: 'lead_status' | 'customer_status') =>
  (side: Side): Values =>
    one(side, 'stageId', (id) => ({ [name]: { id, pipeline_id: side?.['pipelineId'] ?? null } }))
const responsible = (side: Side): Values =>
  one(side, 'responsibleUserId', (id) => ({ responsible_user: { id } }))
const nameValue = (side: Side): Values => one(side, 'name', (name) => ({ name_field_value: { name } }))
const saleValue = (side: Side): Values =>
  one(side, 'budget', (sale) => ({ sale_field_value: { sale: Number(sale) } }))
const taskText = (side: Side): Values => one(side, 'text', (text) => ({ task: { text } }))
const taskType = (side: Side): Values => one(side, 'typeId', (id) => ({ task_type: { id } }))
const taskDeadline = (side: Side): Values =>
  one(side, 'due', (due) => ({ task_deadline: { timestamp: Math.floor(Date.parse(String(due)) / 1000) } }))

function named(event: WalkedEvent): AmoEvent[] {
  return [
    ...ifTold(event, 'name', () => changed('name_field_changed', about(event), event, nameValue)),
    ...ifTold(event, 'responsibleUserId', () =>
      changed('entity_responsible_changed', about(event), event, responsible),
    ),
  ]
}

const tagsTold = z.array(z.object({ name: z.string() }))

function tagged(event: WalkedEvent): AmoEvent[] {
  const of = (side: Side): Values =>
    (tagsTold.safeParse(side?.['tags']).data ?? []).map(({ name }) => ({ tag: { name } }))
  const [before, after] = [of(event.before), of(event.after)]
  return [
    ...(after.length > 0 ? [{ ...plain('entity_tag_added', about(event)), after }] : []),
    ...(before.length > 0 ? [{ ...plain('entity_tag_deleted', about(event)), before }] : []),
  ]
}

function filled(event: WalkedEvent, fields: Fields): AmoEvent[] {
  const field = fields.get(Number(event.after?.['fieldId']))
  if (!field) return []
  const of = (side: Side): Values => {
    const value = side?.['value']
    const given = Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]
    const isChoice = field.type === 'select' || field.type === 'multiselect'
    return given.map((each: unknown) => ({
      custom_field_value: {
        field_id: field.id,
        field_type: fieldTypes[field.type],
        enum_id: isChoice ? Number(each) : null,
        text: isChoice ? (field.choices.find(({ id }) => id === Number(each))?.name ?? '') : String(each),
      },
    }))
  }
  return [{ ...changed('custom_field_value_changed', about(event), event, of), fieldId: field.id }]
}

function linked(event: WalkedEvent, side: 'before' | 'after'): AmoEvent[] {
  const entity = card(event)
  if (!entity) return []
  const type = side === 'after' ? 'entity_linked' : 'entity_unlinked'
  return [{ ...plain(type, entity), [side]: [{ entity: about(event) }] }]
}

function withMessage(type: AmoType, event: WalkedEvent): AmoEvent {
  const message = { id: event.messageId, talk_id: event.number, origin: event.channelKind }
  return { ...plain(type, ofTalk(event)), after: [{ message }] }
}

const withTalk = (type: AmoType, event: WalkedEvent): AmoEvent => ({
  ...plain(type, ofTalk(event)),
  after: [{ talk: { id: event.number } }],
})

const holder = z.object({ kind: z.string(), id: z.number() })

function note(type: AmoType, event: WalkedEvent): AmoEvent {
  const held = holder.safeParse(event.after?.['holder']).data
  const entity = card(event) ?? {
    type: entityTypes[held?.kind ?? ''] ?? 'contact',
    id: held?.id ?? event.contactId ?? 0,
  }
  const values = [{ note: { id: Number(event.subjectId) } }]
  return type === 'common_note_deleted'
    ? { ...plain(type, entity), before: values }
    : { ...plain(type, entity), after: values }
}
