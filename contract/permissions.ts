/**
 * Who may call an endpoint.
 * `public`: anybody. `user`: any signed-in, active user of an account; what he sees is decided by the visibility rule.
 * `settings`: a user whose role may change settings. `visitor`: a website visitor with his token.
 */
export type Permission = 'public' | 'user' | 'settings' | 'visitor'

/** How far a right reaches: all, those of the own group, the own ones, none. */
export const reaches = ['all', 'group', 'own', 'none'] as const
export type Reach = (typeof reaches)[number]

export const rightEntities = ['deals', 'customers', 'contacts', 'companies', 'tasks'] as const
export type RightEntity = (typeof rightEntities)[number]

export const rightActions = ['view', 'edit', 'add', 'delete', 'export'] as const
export type RightAction = (typeof rightActions)[number]

/** The rights of a role, as stored. */
export type Rights = Record<RightEntity, Record<RightAction, Reach>>
