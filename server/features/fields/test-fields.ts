import { expect } from 'vitest'
import type { EntityKind } from '#contract/common'
import type { FieldType, FieldValue } from '#contract/field-values'
import type { Fields, FieldView } from '#contract/fields'
import type { Database } from '#lib/db'
import * as tags from '#features/tags'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { routes } from './routes.ts'

/** What an error answer says. */
export type Refusal = {
  error: { code: string; details: { fields?: { path: string; problem: string }[]; current?: unknown } }
}

export const openFieldCrm = (database: Database): Promise<() => Promise<TestCrm>> =>
  openCrm(database, (deps) => [...routes(deps), ...tags.routes(deps)])

/** A call that has to go well. */
export async function good<Body>(
  crm: TestCrm,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  userId = crm.adminId,
): Promise<Body> {
  const reply = await crm.call(userId, method, path, body)
  expect([reply.status, reply.body]).toEqual([200, expect.anything()])
  return reply.body as Body
}

/** A call that has to be refused with this code. */
export async function refused(
  crm: TestCrm,
  code: string,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  userId = crm.adminId,
): Promise<Refusal['error']['details']> {
  const { error } = (await crm.call(userId, method, path, body)).body as Refusal
  expect(error?.code).toBe(code)
  return error.details
}

export async function addField(
  crm: TestCrm,
  type: FieldType,
  {
    kind = 'deal',
    name = `Поле ${type}`,
    choices = [],
  }: { kind?: EntityKind; name?: string; choices?: string[] } = {},
): Promise<FieldView> {
  const { fields } = await good<Fields>(crm, 'POST', '/fields', { kind, name, type, choices })
  const field = fields.findLast((each) => each.name === name && each.kind === kind)
  if (!field) throw new Error('No field was made')
  return field
}

export const changeField = (crm: TestCrm, fieldId: number, body: object): Promise<Fields> =>
  good(crm, 'PATCH', `/fields/${fieldId}`, body)

export async function fill(
  crm: TestCrm,
  path: string,
  changes: { fieldId: number; value: FieldValue | null; seen?: FieldValue | null }[],
  userId = crm.adminId,
): Promise<Record<string, FieldValue>> {
  const reply = await good<{ values: Record<string, FieldValue> }>(
    crm,
    'PATCH',
    `/field-values/${path}`,
    { changes },
    userId,
  )
  return reply.values
}

export async function valuesOf(
  crm: TestCrm,
  kind: EntityKind,
  ids: number[],
  userId = crm.adminId,
): Promise<{ id: number; values: Record<string, FieldValue> }[]> {
  const reply = await good<{ items: { id: number; values: Record<string, FieldValue> }[] }>(
    crm,
    'GET',
    `/field-values?kind=${kind}&ids=${ids.join(',')}`,
    undefined,
    userId,
  )
  return reply.items
}
