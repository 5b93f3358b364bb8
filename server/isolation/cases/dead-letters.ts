import { onlySettings, path, wrongParam, wrongQuery, type Case } from './case.ts'

export const deadLetters: Record<string, Case> = {
  'channels.health': { call: () => ({}), wrong: null, ...onlySettings },
  'dead-letters.list': { call: () => ({}), wrong: wrongQuery('limit', '0'), ...onlySettings },
  'dead-letters.count': { call: () => ({}), wrong: null, ...onlySettings },
  'dead-letters.get': {
    call: path(({ letterId }) => ({ letterId })),
    wrong: wrongParam('letterId'),
    ...onlySettings,
  },
  'dead-letters.replay-alike': {
    call: path(({ letterId }) => ({ letterId }), {}),
    wrong: {
      field: 'after',
      call: ({ letterId }) => ({ params: { letterId }, body: { after: -1 } }),
    },
    ...onlySettings,
  },
  'dead-letters.delete': {
    call: path(({ letterId }) => ({ letterId })),
    wrong: wrongParam('letterId'),
    ...onlySettings,
  },
  'dead-letters.replay': {
    call: path(({ letterId }) => ({ letterId })),
    wrong: wrongParam('letterId'),
    ...onlySettings,
  },
}
