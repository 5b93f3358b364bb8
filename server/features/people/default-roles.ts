import type { Language } from '#contract/common'
import { equalRights, type Rights } from '#contract/permissions'

export type NewRole = {
  name: string
  kind: 'admin' | 'member'
  rights: Rights
  settings: boolean
  analytics: boolean
  bots: 'stop' | 'edit'
}

/** The two roles every account begins with. A member works with everything, but deletes, exports and sets up nothing. */
export function defaultRoles(language: Language): NewRole[] {
  return [
    {
      name: language === 'ru' ? 'Администратор' : 'Administrator',
      kind: 'admin',
      rights: equalRights(() => 'all'),
      settings: true,
      analytics: true,
      bots: 'edit',
    },
    {
      name: language === 'ru' ? 'Сотрудник' : 'Member',
      kind: 'member',
      rights: equalRights((action) => (action === 'delete' || action === 'export' ? 'none' : 'all')),
      settings: false,
      analytics: false,
      bots: 'stop',
    },
  ]
}
