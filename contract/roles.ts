import { z } from 'zod'
import { id, idParam, instant, line, requestId } from './common.ts'
import { endpoint } from './endpoint.ts'
import {
  botRights,
  choicesOf,
  isWithin,
  rightActions,
  rightEntities,
  storedRights,
  type Rights,
} from './permissions.ts'

const title = line(60).min(1)

/** Rights as they are given: nothing reaches further than sight, and adding is a yes or a no. */
const givenRights = storedRights.superRefine((rights: Rights, context) => {
  for (const entity of rightEntities) {
    for (const action of rightActions) {
      const reach = rights[entity][action]
      const isChoice = choicesOf(action).includes(reach)
      if (isChoice && (action === 'add' || isWithin(reach, rights[entity].view))) continue
      context.addIssue({ code: 'custom', path: [entity, action], message: 'reaches further than sight' })
    }
  }
})

const roleFields = z.object({
  name: title,
  rights: givenRights,
  answersClients: z.boolean(),
  incoming: z.boolean(),
  analytics: z.boolean(),
  settings: z.boolean(),
  bots: z.enum(botRights),
})
export type RoleFields = z.output<typeof roleFields>

/** A role with all it lets do. */
export const roleDetail = z.object({
  id,
  name: z.string(),
  kind: z.enum(['admin', 'member', 'custom']),
  rights: storedRights,
  answersClients: z.boolean(),
  incoming: z.boolean(),
  analytics: z.boolean(),
  settings: z.boolean(),
  bots: z.enum(botRights),
  /** Raised by each change; who saves an older one is told. */
  version: z.int(),
  /** How many people have it, those who are invited included. */
  people: z.int(),
  changedBy: z.string().nullable(),
  changedAt: instant.nullable(),
  /** Admins are not limited; nobody else edits the role he has, or one that lets do more than his own. */
  canEdit: z.boolean(),
})
export type RoleDetail = z.output<typeof roleDetail>

const roles = z.object({ items: z.array(roleDetail) })
const roleParams = z.object({ roleId: idParam })

export const listRoles = endpoint({
  id: 'roles.list',
  summary: 'Roles with their rights',
  method: 'GET',
  path: '/roles',
  permission: 'settings',
  output: roles,
})

export const createRole = endpoint({
  id: 'roles.create',
  summary: 'Make a role',
  method: 'POST',
  path: '/roles',
  permission: 'settings',
  body: roleFields.extend({ requestId }),
  output: roleDetail,
  errors: ['role.beyond_own', 'role.too_many'],
})

export const changeRole = endpoint({
  id: 'roles.change',
  summary: 'Change what a role lets do; an older version than the one that is there is refused',
  method: 'PUT',
  path: '/roles/:roleId',
  permission: 'settings',
  params: roleParams,
  body: roleFields.extend({ version: z.int() }),
  output: roleDetail,
  errors: ['role.not_found', 'role.system', 'role.beyond_own', 'role.changed'],
})

export const deleteRole = endpoint({
  id: 'roles.delete',
  summary: 'Delete a role; who has it gets another one',
  method: 'DELETE',
  path: '/roles/:roleId',
  permission: 'settings',
  params: roleParams,
  body: z.object({ moveTo: id.optional() }),
  output: roles,
  errors: ['role.not_found', 'role.system', 'role.beyond_own', 'role.has_people'],
})

export const group = z.object({ id, name: z.string() })
export type GroupView = z.output<typeof group>

const groups = z.object({ items: z.array(group) })
const groupParams = z.object({ groupId: idParam })

export const createGroup = endpoint({
  id: 'groups.create',
  summary: 'Make a group of colleagues',
  method: 'POST',
  path: '/groups',
  permission: 'settings',
  body: z.object({ requestId, name: title }),
  output: groups,
  errors: ['group.taken', 'group.too_many'],
})

export const changeGroup = endpoint({
  id: 'groups.change',
  summary: 'Rename a group',
  method: 'PATCH',
  path: '/groups/:groupId',
  permission: 'settings',
  params: groupParams,
  body: z.object({ name: title, seen: z.object({ name: z.string().max(200) }).optional() }),
  output: groups,
  errors: ['group.not_found', 'group.taken', 'settings.changed_meanwhile'],
})

export const deleteGroup = endpoint({
  id: 'groups.delete',
  summary: 'Delete a group; its people and channels go to another one, or stay without a group',
  method: 'DELETE',
  path: '/groups/:groupId',
  permission: 'settings',
  params: groupParams,
  body: z.object({ moveTo: id.nullable().default(null) }),
  output: groups,
  errors: ['group.not_found', 'role.beyond_own'],
})
