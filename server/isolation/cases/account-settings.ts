import { onlySettings, open, type Case } from './case.ts'

export const accountSettings: Record<string, Case> = {
  'account-settings.get': { call: () => ({}), wrong: null, ...open },
  'account-settings.change': {
    call: () => ({ body: { newConversationRule: 'always_new' } }),
    wrong: { field: 'newConversationRule', call: () => ({ body: { newConversationRule: 'never' } }) },
    ...onlySettings,
  },
}
