import type { EntityKind } from '#contract/common'

/** What the things of the account are called in the addresses of that API. */
export const entities = {
  leads: 'deal',
  contacts: 'contact',
  companies: 'company',
  customers: 'customer',
} as const satisfies Record<string, EntityKind>
export type EntityType = keyof typeof entities
export const entityTypes: readonly EntityType[] = ['leads', 'contacts', 'companies', 'customers']
