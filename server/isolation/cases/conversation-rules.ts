import { onlySettings, wrongQuery, type Case } from './case.ts'

export const conversationRules: Record<string, Case> = {
  'conversation-rules.try': {
    call: (_mine, other) => ({ query: { channelId: String(other.channelId) } }),
    naming: {
      'a contact': (mine, other) => ({
        query: { channelId: String(mine.channelId), contactId: String(other.contactId) },
      }),
    },
    wrong: wrongQuery('channelId', 'x'),
    ...onlySettings,
  },
}
