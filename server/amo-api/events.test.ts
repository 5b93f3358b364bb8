import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { EventType } from '#contract/events'
import type { FieldView } from '#contract/fields'
import type { WalkedEvent } from '#features/event-list'
import { uuidv7 } from '#lib/crypto'
import { createTestDatabase } from '#lib/test-database'
import { amoShapes } from './events/amo-shapes.ts'
import { amoTypes } from './events/amo-types.ts'
import { readEventId, writeEventId } from './events/event-id.ts'
import { hrefOf, itemsOf, openApi, type TestApi } from './test-api.ts'

const at = { at: '1', id: uuidv7() }
const blank: WalkedEvent = {
  id: at.id,
  type: 'deal.created',
  at: 1,
  place: at,
  actorKind: 'user',
  actorId: 7,
  subjectKind: 'deal',
  subjectId: '12',
  number: null,
  messageId: null,
  contactId: 5,
  cardKind: 'deal',
  cardId: 12,
  channelKind: null,
  hasFiles: false,
  before: null,
  after: null,
}
const fields = new Map([
  [
    3,
    { id: 3, type: 'select', choices: [{ id: 9, name: 'Опт', isArchived: false }] } as unknown as FieldView,
  ],
])
const talk = { subjectKind: 'conversation', subjectId: '4', number: 4, channelKind: 'telegram' }
const lead = { type: 'lead', id: 12 }

/** Each type with what it is told as there: [type, of what, before, after]. */
const shapes: [EventType, Partial<WalkedEvent>, unknown[]][] = [
  ['deal.created', {}, [['lead_added', lead, [], []]]],
  ['deal.deleted', {}, [['lead_deleted', lead, [], []]]],
  [
    'deal.moved',
    { before: { pipelineId: 1, stageId: 2 }, after: { pipelineId: 1, stageId: 142 } },
    [
      [
        'lead_status_changed',
        lead,
        [{ lead_status: { id: 2, pipeline_id: 1 } }],
        [{ lead_status: { id: 142, pipeline_id: 1 } }],
      ],
    ],
  ],
  [
    'deal.reassigned',
    { before: { responsibleUserId: null }, after: { responsibleUserId: 8 } },
    [['entity_responsible_changed', lead, [], [{ responsible_user: { id: 8 } }]]],
  ],
  [
    'deal.changed',
    { before: { name: 'а', budget: null }, after: { name: 'б', budget: 10 } },
    [
      [
        'name_field_changed',
        lead,
        [{ name_field_value: { name: 'а' } }],
        [{ name_field_value: { name: 'б' } }],
      ],
      ['sale_field_changed', lead, [], [{ sale_field_value: { sale: 10 } }]],
    ],
  ],
  [
    'deal.filled',
    { before: { fieldId: 3, value: null }, after: { fieldId: 3, value: 9 } },
    [
      [
        'custom_field_value_changed',
        lead,
        [],
        [{ custom_field_value: { field_id: 3, field_type: 'select', enum_id: 9, text: 'Опт' } }],
      ],
    ],
  ],
  [
    'deal.tagged',
    { before: { tags: [{ id: 1, name: 'старый' }] }, after: { tags: [{ id: 2, name: 'новый' }] } },
    [
      ['entity_tag_added', lead, [], [{ tag: { name: 'новый' } }]],
      ['entity_tag_deleted', lead, [{ tag: { name: 'старый' } }], []],
    ],
  ],
  [
    'contact.created',
    { subjectKind: 'contact', subjectId: '5' },
    [['contact_added', { type: 'contact', id: 5 }, [], []]],
  ],
  [
    'contact.linked',
    { subjectKind: 'contact', subjectId: '5' },
    [['entity_linked', lead, [], [{ entity: { type: 'contact', id: 5 } }]]],
  ],
  [
    'company.unlinked',
    { subjectKind: 'company', subjectId: '6' },
    [['entity_unlinked', lead, [{ entity: { type: 'company', id: 6 } }], []]],
  ],
  [
    'task.created',
    { subjectKind: 'task', subjectId: '2', after: { text: 'Позвонить' } },
    [['task_added', { type: 'task', id: 2 }, [], [{ task: { text: 'Позвонить' } }]]],
  ],
  [
    'message.received',
    { ...talk, messageId: at.id },
    [['incoming_chat_message', lead, [], [{ message: { id: at.id, talk_id: 4, origin: 'telegram' } }]]],
  ],
  [
    'message.queued',
    { ...talk, messageId: at.id, cardKind: null, cardId: null },
    [
      [
        'outgoing_chat_message',
        { type: 'contact', id: 5 },
        [],
        [{ message: { id: at.id, talk_id: 4, origin: 'telegram' } }],
      ],
    ],
  ],
  ['conversation.opened', talk, [['talk_created', lead, [], [{ talk: { id: 4 } }]]]],
  ['conversation.closed', talk, [['talk_closed', lead, [], [{ talk: { id: 4 } }]]]],
  ['conversation.dismissed', talk, [['conversation_answered', { type: 'talk', id: 4 }, [], []]]],
  [
    'note.created',
    { subjectKind: 'note', subjectId: '11', hasFiles: true },
    [['attachment_note_added', lead, [], [{ note: { id: 11 } }]]],
  ],
  [
    'note.deleted',
    { subjectKind: 'note', subjectId: '11' },
    [['common_note_deleted', lead, [{ note: { id: 11 } }], []]],
  ],
]

test.each(shapes)('%s is told as it is documented', (type, more, expected) => {
  const told = amoShapes[type]?.({ ...blank, type, ...more }, fields) ?? []
  expect(told.map((one) => [one.type, one.entity, one.before, one.after])).toEqual(expected)
})

test('an id has 26 characters, sorts by time, and leads back to its event and part', () => {
  const [first, later] = ['01890000-0000-7000-8000-000000000000', '01890000-0001-7abc-9def-0123456789ab']
  expect(writeEventId(first, 0)).toHaveLength(26)
  expect(writeEventId(first, 3) < writeEventId(later, 0)).toBe(true)
  for (const part of [0, 1, 8]) expect(readEventId(writeEventId(later, part))).toEqual({ uuid: later, part })
  for (const wrong of ['', 'x', 'zzzzzzzzzzzzzzzzzzzzzzzzzz', '0'.repeat(25)])
    expect(readEventId(wrong)).toBeNull()
})

describe('the list', () => {
  const database = createTestDatabase()
  let api: TestApi
  let token = ''
  let dealId = 0
  beforeAll(async () => {
    api = await (await openApi(await database))()
    token = await api.tokenOf(api.adminId)
    ;({ dealId } = await api.write('Марина', 'Тайное слово'))
    await api.call(api.adminId, 'PATCH', `/deals/${dealId}`, { name: 'Окна', budget: 100 })
    await api.call(api.adminId, 'PATCH', `/deals/${dealId}`, { stageId: 142 })
  })

  test('tells what happened, newest first, each as its kind has it, and never a text', async () => {
    const reply = await api.ask(token, '/events')
    const events = itemsOf(reply, 'events')
    expect(events.slice(0, 3)).toMatchObject([
      {
        type: 'lead_status_changed',
        entity_id: dealId,
        entity_type: 'lead',
        created_by: api.adminId,
        account_id: api.accountId,
        value_after: [{ lead_status: { id: 142 } }],
        _embedded: { entity: { id: dealId } },
      },
      { type: 'name_field_changed', value_after: [{ name_field_value: { name: 'Окна' } }] },
      { type: 'sale_field_changed', value_before: [], value_after: [{ sale_field_value: { sale: 100 } }] },
    ])
    const types = events.map(({ type }) => type)
    expect(types).toEqual(
      expect.arrayContaining(['incoming_chat_message', 'talk_created', 'lead_added', 'contact_added']),
    )
    expect(events.find(({ type }) => type === 'talk_created')).toMatchObject({ created_by: 0 })
    expect(reply.body).not.toContain('Тайное')
  })

  test('is walked through its links, each event once', async () => {
    const whole = itemsOf(await api.ask(token, '/events'), 'events').map(({ id }) => id)
    const seen: unknown[] = []
    for (let path = '/events?limit=2'; path !== '';) {
      const reply = await api.ask(token, path)
      seen.push(...itemsOf(reply, 'events').map(({ id }) => id))
      path = hrefOf(reply, 'next')
    }
    expect(seen).toEqual(whole)
    const second = await api.ask(token, '/events?limit=2&page=2')
    expect(itemsOf(second, 'events').map(({ id }) => id)).toEqual(whole.slice(2, 4))
    for (const id of whole) expect((await api.ask(token, `/events/${String(id)}`)).json).toMatchObject({ id })
  })

  test.each([
    ['filter[type]=talk_created,lead_added', ['talk_created', 'lead_added']],
    ['filter[type][]=sale_field_changed', ['sale_field_changed']],
    [() => `filter[created_by]=${api.adminId}&filter[type]=lead_status_changed`, ['lead_status_changed']],
    [
      () => `filter[entity]=lead&filter[entity_id][]=${dealId}&filter[type]=name_field_changed`,
      ['name_field_changed'],
    ],
    ['filter[value_after][leads_statuses][0][status_id]=142', ['lead_status_changed']],
    ['filter[created_at][from]=1&filter[type]=lead_added', ['lead_added']],
    ['filter[created_at][to]=1', []],
    ['filter[type]=robot_replied', []],
  ])('narrowed by %s', async (filter, types) => {
    const reply = await api.ask(token, `/events?${typeof filter === 'string' ? filter : filter()}`)
    expect(reply.status).toBe(types.length > 0 ? 200 : 204)
    expect(
      itemsOf(reply, 'events')
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual([...types].toSorted())
  })

  test.each([
    'filter[moon]=1',
    'filter[entity]=lead',
    'filter[entity]=moon&filter[entity_id]=1',
    'filter[created_by]=x',
    'filter[created_at]=x',
    'filter[value_after]=1',
    'limit=0',
  ])('%s is refused and named', async (query) => {
    expect(await api.ask(token, `/events?${query}`)).toMatchObject({ status: 400, json: { status: 400 } })
  })

  test('has the types that can happen, in both languages', async () => {
    for (const [code, lang] of [
      ['ru', 'Беседа создана'],
      ['en', 'Conversation created'],
    ]) {
      const types = itemsOf(await api.ask(token, `/events/types?language_code=${code}`), 'events_types')
      expect(types).toContainEqual({ key: 'talk_created', type: 119, lang })
      expect(types).toHaveLength(Object.keys(amoTypes).length)
    }
  })

  test('is for roles that read the analytics, and shows them what they see', async () => {
    const { db } = await database
    const userId = await api.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
    const blind = await api.tokenOf(userId)
    for (const path of ['/events', '/events/types', '/events/00000000000000000000000000'])
      expect((await api.ask(blind, path)).status).toBe(403)
    await sql`update roles set analytics = true where id = (select role_id from users
      where account_id = ${api.accountId} and id = ${userId})`.execute(db)
    expect((await api.ask(blind, '/events')).status).toBe(204)
    const [event] = itemsOf(await api.ask(token, '/events'), 'events')
    expect((await api.ask(blind, `/events/${String(event?.['id'])}`)).status).toBe(404)
  })
})
