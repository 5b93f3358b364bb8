import { z } from 'zod'

/**
 * Who may call an endpoint.
 * `public`: anybody. `user`: any signed-in, active user of an account; what he sees is decided by the visibility rule.
 * `settings`: a user whose role may change settings. `analytics`: a user whose role reads the analytics. `visitor`: a website visitor with his token.
 */
export type Permission = 'public' | 'user' | 'settings' | 'analytics' | 'visitor'

/** How far a right reaches: all, those of the own group, the own ones, none. */
export const reaches = ['all', 'group', 'own', 'none'] as const
export type Reach = (typeof reaches)[number]

export const rightEntities = ['deals', 'customers', 'contacts', 'companies', 'tasks'] as const
export type RightEntity = (typeof rightEntities)[number]

export const rightActions = ['view', 'edit', 'add', 'delete', 'export'] as const
export type RightAction = (typeof rightActions)[number]

/** The rights of a role, as stored. */
export type Rights = Record<RightEntity, Record<RightAction, Reach>>

export const botRights = ['none', 'stop', 'edit'] as const
export type BotRight = (typeof botRights)[number]

const reach = z.enum(reaches)
const actions = z.object({ view: reach, edit: reach, add: reach, delete: reach, export: reach })
export const storedRights = z.object({
  deals: actions,
  customers: actions,
  contacts: actions,
  companies: actions,
  tasks: actions,
})

/** What a role lets its people do. */
export type RoleRights = {
  rights: Rights
  answersClients: boolean
  incoming: boolean
  analytics: boolean
  settings: boolean
  bots: BotRight
}

/** How far an action can reach: whoever adds something is responsible for it, so that adding is a yes or a no. */
export function choicesOf(action: RightAction): readonly Reach[] {
  return action === 'add' ? ['all', 'none'] : reaches
}

export function isWithin(one: Reach, other: Reach): boolean {
  return reaches.indexOf(one) >= reaches.indexOf(other)
}

/** How far an action really reaches: what one does not see one can do nothing with. */
export function reachOf(rights: Rights, entity: RightEntity, action: RightAction): Reach {
  const { view, [action]: given } = rights[entity]
  return action === 'add' || isWithin(given, view) ? given : view
}

/** Whether everything that `other` lets do, `mine` lets do too: nobody gives more than he has. */
export function covers(mine: RoleRights, other: RoleRights): boolean {
  const isFlagged = (flag: 'answersClients' | 'incoming' | 'analytics' | 'settings'): boolean =>
    mine[flag] || !other[flag]
  return (
    isFlagged('answersClients') &&
    isFlagged('incoming') &&
    isFlagged('analytics') &&
    isFlagged('settings') &&
    botRights.indexOf(mine.bots) >= botRights.indexOf(other.bots) &&
    rightEntities.every((entity) =>
      rightActions.every((action) =>
        isWithin(reachOf(other.rights, entity, action), reachOf(mine.rights, entity, action)),
      ),
    )
  )
}

/** Rights that reach equally far for every entity, action by action. */
export function equalRights(reachFor: (action: RightAction) => Reach): Rights {
  const each = (): Rights['deals'] => ({
    view: reachFor('view'),
    edit: reachFor('edit'),
    add: reachFor('add'),
    delete: reachFor('delete'),
    export: reachFor('export'),
  })
  return { deals: each(), customers: each(), contacts: each(), companies: each(), tasks: each() }
}

export const rolePresets = ['admin', 'head', 'manager', 'support', 'observer'] as const
export type RolePreset = (typeof rolePresets)[number]

/** What a role begins with. The rights of the preset `admin` are those of every admin. */
export const presetRights: Record<RolePreset, RoleRights> = {
  admin: {
    rights: equalRights(() => 'all'),
    answersClients: true,
    incoming: true,
    analytics: true,
    settings: true,
    bots: 'edit',
  },
  head: {
    rights: equalRights((action) => (action === 'add' ? 'all' : 'group')),
    answersClients: true,
    incoming: true,
    analytics: true,
    settings: false,
    bots: 'stop',
  },
  manager: {
    rights: equalRights((action) => (action === 'add' ? 'all' : isTaking(action) ? 'none' : 'own')),
    answersClients: true,
    incoming: true,
    analytics: false,
    settings: false,
    bots: 'stop',
  },
  support: {
    rights: equalRights((action) => (isTaking(action) ? 'none' : 'all')),
    answersClients: true,
    incoming: false,
    analytics: false,
    settings: false,
    bots: 'stop',
  },
  observer: {
    rights: equalRights((action) => (action === 'view' ? 'all' : 'none')),
    answersClients: false,
    incoming: false,
    analytics: true,
    settings: false,
    bots: 'none',
  },
}

function isTaking(action: RightAction): boolean {
  return action === 'delete' || action === 'export'
}
