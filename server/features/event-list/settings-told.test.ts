import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { EventPage, EventRow } from '#contract/event-list'
import type { Fields } from '#contract/fields'
import type { LossReasonView, PipelineView } from '#contract/pipelines'
import type { TaskType } from '#contract/tasks'
import type { WorkingHours } from '#contract/working-hours'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import * as accountSettings from '../account-settings/index.ts'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import * as fields from '../fields/index.ts'
import * as quickAnswers from '../quick-answers/index.ts'
import * as savedViews from '../saved-views/index.ts'
import * as tags from '../tags/index.ts'
import * as tasks from '../tasks/index.ts'
import * as workingHours from '../working-hours/index.ts'
import { listEvents } from './list-events.ts'
import { routes } from './routes.ts'

const database = await createTestDatabase()
await migrateJobs(database.pool)
const createCrm = await openCrm(database, (deps) =>
  [accountSettings, fields, quickAnswers, savedViews, tags, tasks, workingHours, { routes }].flatMap(
    (feature) => feature.routes(deps),
  ),
)

let crm: TestCrm
beforeAll(async () => {
  crm = await createCrm()
})

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

async function good<View>(method: Method, path: string, body?: object): Promise<View> {
  const reply = await crm.call(crm.adminId, method, path, body)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body as View
}

async function newest(): Promise<EventRow | undefined> {
  return (await good<EventPage>('GET', '/analytics/events?limit=1')).items[0]
}

type Line = [type: string, name: string | null, ...changes: [string, string | null, string | null][]]

/** What the list tells of a call, as [what, before, after]; of the same call once more it tells nothing. */
async function told(method: Method, path: string, body: object | undefined, line: Line): Promise<void> {
  const [type, name, ...changes] = line
  await good(method, path, body)
  const row = await newest()
  expect(row).toMatchObject({
    type,
    actor: { kind: 'user', id: crm.adminId },
    road: 'hand',
    subject: { name },
    changes: changes.map(([what, before, after]) => ({ what, before, after })),
  })
  if (method === 'POST' || method === 'DELETE') return
  await good(method, path, body)
  expect((await newest())?.id, 'of nothing nothing is told').toBe(row?.id)
}

test('of pipelines and stages: made, changed, put elsewhere, deleted with where the deals went', async () => {
  const list = async (): Promise<PipelineView[]> =>
    (await good<{ items: PipelineView[] }>('GET', '/pipelines')).items
  const find = async (name: string): Promise<PipelineView> => {
    const found = (await list()).find((one) => one.name === name)
    if (!found) throw new Error('No such pipeline')
    return found
  }
  const main = await find('Воронка')
  await told('POST', '/pipelines', { name: 'Опт' }, ['pipeline.created', 'Опт', ['Название', null, 'Опт']])
  const path = `/pipelines/${(await find('Опт')).id}`
  await told('PATCH', path, { name: 'Розница', beforeId: main.id }, [
    'pipeline.changed',
    'Розница',
    ['Название', 'Опт', 'Розница'],
    ['Место по порядку', '2', '1'],
  ])
  await told('PATCH', path, { isMain: true }, ['pipeline.changed', 'Розница', ['Основная', 'нет', 'да']])
  await told('PATCH', `/pipelines/${main.id}`, { isMain: true }, [
    'pipeline.changed',
    'Воронка',
    ['Основная', 'нет', 'да'],
  ])
  await told('POST', `${path}/stages`, { name: 'Замер', color: 'rose' }, [
    'stage.created',
    'Розница / Замер',
    ['Воронка', null, 'Розница'],
    ['Название', null, 'Замер'],
    ['Цвет', null, 'розовый'],
  ])
  const { id: pipelineId, stages } = await find('Розница')
  const stageId = stages.find(({ name }) => name === 'Замер')?.id ?? 0
  const first = stages.find(({ kind }) => kind === 'normal')?.id ?? 0
  await told('PATCH', `${path}/stages/${stageId}`, { name: 'Выезд', color: 'red', beforeId: first }, [
    'stage.changed',
    'Розница / Выезд',
    ['Название', 'Замер', 'Выезд'],
    ['Цвет', 'розовый', 'красный'],
    ['Место по порядку', '5', '1'],
  ])
  await told('PATCH', `${path}/stages/142`, { name: 'Продано' }, [
    'stage.changed',
    'Розница / Продано',
    ['Название', 'Успешно реализовано', 'Продано'],
  ])
  await good('POST', '/deals', { name: 'Кофе', pipelineId, stageId })
  await told('DELETE', `${path}/stages/${stageId}`, { moveTo: { pipelineId, stageId: first } }, [
    'stage.deleted',
    'Выезд',
    ['Воронка', 'Розница', null],
    ['Название', 'Выезд', null],
    ['Сделки перенесены', null, 'Розница / Первичный контакт'],
  ])
  const moveTo = { pipelineId: main.id, stageId: 143 }
  await told('DELETE', path, { moveTo }, [
    'pipeline.deleted',
    'Розница',
    ['Название', 'Розница', null],
    ['Сделки перенесены', null, 'Воронка / Закрыто и не реализовано'],
  ])
})

test('of reasons of loss and types of tasks', async () => {
  const reasons = await good<{ items: LossReasonView[] }>('POST', '/loss-reasons', { name: 'Долго везли' })
  const reason = reasons.items.find(({ name }) => name === 'Долго везли')
  expect(await newest()).toMatchObject({ type: 'loss_reason.created', subject: { name: 'Долго везли' } })
  const path = `/loss-reasons/${reason?.id}`
  await told('PATCH', path, { name: 'Не по карману' }, [
    'loss_reason.changed',
    'Не по карману',
    ['Название', 'Долго везли', 'Не по карману'],
  ])
  const { id } = await good<{ id: number }>('POST', '/deals', { name: 'Чай' })
  await good('PATCH', `/deals/${id}`, { stageId: 143, lossReasonId: reason?.id })
  const line = ['Название', 'Не по карману', null] as const
  await told('DELETE', path, undefined, ['loss_reason.deleted', 'Не по карману', [...line]])
  await told('PATCH', path, { isRemoved: false }, [
    'loss_reason.restored',
    'Не по карману',
    ['Название', null, 'Не по карману'],
  ])
  const type = await good<TaskType>('POST', '/task-types', { name: 'Замер' })
  expect(await newest()).toMatchObject({ type: 'task_type.created', subject: { name: 'Замер' } })
  await told('PATCH', `/task-types/${type.id}`, { name: 'Выезд' }, [
    'task_type.changed',
    'Выезд',
    ['Название', 'Замер', 'Выезд'],
  ])
  await told('DELETE', `/task-types/${type.id}`, undefined, [
    'task_type.deleted',
    'Выезд',
    ['Название', 'Выезд', null],
  ])
})

test('of fields with their blocks and choices, and of tags', async () => {
  const made = await good<Fields>('POST', '/field-groups', { kind: 'deal', name: 'Доставка' })
  const groupId = made.groups[0]?.id ?? 0
  expect(await newest()).toMatchObject({
    type: 'field_group.created',
    subject: { name: 'Доставка' },
    changes: [{ what: 'Название' }, { what: 'Где', after: 'сделки' }],
  })
  await told('PATCH', `/field-groups/${groupId}`, { name: 'Адрес' }, [
    'field_group.changed',
    'Адрес',
    ['Название', 'Доставка', 'Адрес'],
  ])
  const body = { kind: 'deal', name: 'Город', type: 'select', choices: ['Омск', 'Тверь'] }
  const field = (await good<Fields>('POST', '/fields', body)).fields.find(({ name }) => name === 'Город')
  const path = `/fields/${field?.id}`
  await told('PATCH', path, { groupId, visibleTo: [] }, [
    'field.changed',
    'Город',
    ['Блок', null, 'Адрес'],
    ['Кто видит', 'все роли', null],
  ])
  const choice = `${path}/choices/${field?.choices[1]?.id}`
  await told('PATCH', choice, { beforeId: field?.choices[0]?.id }, [
    'field.changed',
    'Город',
    ['Вариант', 'Тверь', 'Тверь'],
    ['Место по порядку', '2', '1'],
  ])
  await good('DELETE', choice)
  await told('PATCH', choice, { isArchived: false }, ['field.changed', 'Город', ['Вариант', null, 'Тверь']])
  await told('DELETE', `/field-groups/${groupId}`, undefined, [
    'field_group.deleted',
    'Адрес',
    ['Название', 'Адрес', null],
    ['Где', 'сделки', null],
  ])
  await told('POST', '/tags', { kind: 'contact', name: 'Опт', color: 'teal' }, [
    'tag.created',
    'Опт',
    ['Название', null, 'Опт'],
    ['Где', null, 'контакты'],
    ['Цвет', null, 'бирюзовый'],
  ])
  const { items } = await good<{ items: { id: number }[] }>('GET', '/tags')
  await told('PATCH', `/tags/${items[0]?.id}`, { color: null }, [
    'tag.changed',
    'Опт',
    ['Цвет', 'бирюзовый', null],
  ])
})

test('of quick answers and views that all share, never of one’s own', async () => {
  const id = randomUUID()
  const answer = { id, isShared: true, shortcut: 'привет', text: 'Здравствуйте!', fileIds: [] }
  await told('POST', '/quick-answers', answer, [
    'quick_answer.created',
    '/привет',
    ['Сокращение', null, 'привет'],
    ['Текст', null, 'Здравствуйте!'],
    ['Файлы', null, null],
  ])
  await told('PATCH', `/quick-answers/${id}`, { text: 'Добрый день!' }, [
    'quick_answer.changed',
    '/привет',
    ['Текст', 'Здравствуйте!', 'Добрый день!'],
  ])
  await told('DELETE', `/quick-answers/${id}`, undefined, [
    'quick_answer.deleted',
    '/привет',
    ['Сокращение', 'привет', null],
    ['Текст', 'Добрый день!', null],
    ['Файлы', null, null],
  ])
  const viewId = randomUUID()
  await told('POST', '/imbox-views', { id: viewId, name: 'Мои', isShared: true, filter: { card: 'none' } }, [
    'saved_view.created',
    'Мои',
    ['Название', null, 'Мои'],
    ['Список', null, 'ImBox'],
  ])
  const path = `/imbox-views/${viewId}`
  await told('PATCH', path, { name: 'Наши', filter: { card: 'none', sort: 'waiting' } }, [
    'saved_view.changed',
    'Наши',
    ['Название', 'Мои', 'Наши'],
    ['Условия', null, 'заданы заново'],
  ])
  await told('DELETE', path, undefined, [
    'saved_view.deleted',
    'Наши',
    ['Название', 'Наши', null],
    ['Список', 'ImBox', null],
  ])
  await told('POST', `${path}/restoration`, undefined, [
    'saved_view.restored',
    'Наши',
    ['Название', null, 'Наши'],
    ['Список', null, 'ImBox'],
  ])
  const before = await newest()
  await good('POST', '/quick-answers', { ...answer, id: randomUUID(), isShared: false })
  await good('POST', '/imbox-views', {
    id: randomUUID(),
    name: 'Свои',
    isShared: false,
    filter: { card: 'none' },
  })
  expect((await newest())?.id).toBe(before?.id)
})

test('of working hours and of the settings of the account, only of what is another now', async () => {
  const hours = await good<WorkingHours>('GET', '/working-hours')
  const day = (weekday: number) => ({ weekday, fromMinute: 540, toMinute: 1080 })
  const intervals = [day(2), day(1), day(3), { weekday: 6, fromMinute: 600, toMinute: 1440 }]
  await told('PUT', '/working-hours', { ...hours, intervals, holidays: ['2026-12-31', '2026-01-01'] }, [
    'working_hours.changed',
    null,
    ['Рабочие часы', 'всегда', 'пн–ср 09:00–18:00, сб 10:00–24:00'],
    ['Нерабочие дни', null, '1 янв. 2026 г. 31 дек. 2026 г.'],
  ])
  await told('PUT', '/working-hours', { ...hours, intervals, holidays: ['2026-12-31', '2027-01-01'] }, [
    'working_hours.changed',
    null,
    ['Нерабочие дни', '1 янв. 2026 г.', '1 янв. 2027 г.'],
  ])
  const responseTime = { isOn: true, limitMinutes: 15, counts: 'all', headUserId: crm.adminId }
  await told('PATCH', '/account-settings', { responseTime }, [
    'settings.changed',
    null,
    ['Время на ответ', 'нет', 'да'],
    ['Какое время считать', 'только рабочее время', 'всё время'],
    ['Кому ещё сообщать', null, 'Анна'],
  ])
  const retention = { messages: null, files: 12, internal: null, events: null }
  await told('PATCH', '/account-settings', { retention }, [
    'settings.changed',
    null,
    ['Хранить файлы в сообщениях', 'всегда', '12 мес.'],
  ])
})

test('who may not change settings is told of what he is shown anyway, and of nothing else', async () => {
  const boris = await crm.addUser()
  const viewer = await crm.viewer(boris)
  const page = await listEvents(database.db, viewer, { limit: 100 }, new Date())
  const types = new Set(page.items.map(({ type }) => type))
  for (const type of ['pipeline.created', 'stage.changed', 'loss_reason.changed', 'quick_answer.deleted'])
    expect(types).toContain(type)
  for (const type of ['working_hours.changed', 'settings.changed', 'field_group.created'])
    expect(types).not.toContain(type)
})
