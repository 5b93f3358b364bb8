import { onlySettings, open, type Case } from './case.ts'

const limitWithHead = (headUserId: number) => ({ isOn: true, limitMinutes: 15, counts: 'all', headUserId })

export const accountSettings: Record<string, Case> = {
  'account-settings.get': { call: () => ({}), wrong: null, ...open },
  'account-settings.change': {
    call: () => ({ body: { newConversationRule: 'always_new' } }),
    naming: {
      'a head': (_mine, { userId }) => ({ body: { responseTime: limitWithHead(userId) } }),
    },
    wrong: { field: 'newConversationRule', call: () => ({ body: { newConversationRule: 'never' } }) },
    ...onlySettings,
  },
}
