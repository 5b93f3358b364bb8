import { onlySettings, open, path, wrongParam, type Case } from './case.ts'

export const channels: Record<string, Case> = {
  'channels.list': { call: () => ({}), wrong: null, ...open },
  'channels.check': {
    call: () => ({ body: { kind: 'telegram', token: '1:abc' } }),
    good: 'channel.unreachable',
    wrong: { field: 'token', call: () => ({ body: { kind: 'telegram' } }) },
    ...onlySettings,
  },
  'channels.connect': {
    call: () => ({ body: { kind: 'website', name: 'Сайт', origins: ['https://shop.example'] } }),
    wrong: { field: 'origins', call: () => ({ body: { kind: 'website', name: 'Сайт', origins: [] } }) },
    ...onlySettings,
  },
  'channels.change': {
    call: path(({ channelId }) => ({ channelId }), { name: 'Другое имя' }),
    naming: {
      'a responsible': (mine, other) => ({
        params: { channelId: mine.channelId },
        body: { responsibleUserId: other.userId },
      }),
      'a pipeline': (mine, other) => ({
        params: { channelId: mine.channelId },
        body: { pipelineId: other.pipelineId },
      }),
      'a group': (mine, other) => ({
        params: { channelId: mine.channelId },
        body: { groupId: other.groupId },
      }),
    },
    wrong: {
      field: 'nmae',
      call: (mine) => ({ params: { channelId: mine.channelId }, body: { nmae: 'x' } }),
    },
    ...onlySettings,
  },
  'channels.pause': {
    call: path(({ channelId }) => ({ channelId })),
    wrong: wrongParam('channelId'),
    ...onlySettings,
  },
  'channels.resume': {
    call: path(({ channelId }) => ({ channelId })),
    wrong: wrongParam('channelId'),
    ...onlySettings,
  },
  'channels.authors': {
    call: path(({ channelId }) => ({ channelId })),
    wrong: wrongParam('channelId'),
    ...onlySettings,
  },
  'channels.name-author': {
    call: path(({ channelId, authorId }) => ({ channelId, authorId }), { userId: null }),
    naming: {
      'an author': (mine, other) => ({
        params: { channelId: mine.channelId, authorId: other.authorId },
        body: { userId: null },
      }),
      'a colleague': (mine, other) => ({
        params: { channelId: mine.channelId, authorId: mine.authorId },
        body: { userId: other.userId },
      }),
    },
    wrong: {
      field: 'userId',
      call: ({ channelId, authorId }) => ({ params: { channelId, authorId }, body: { userId: 'x' } }),
    },
    ...onlySettings,
  },
  'channels.reconnect': {
    call: path(({ channelId }) => ({ channelId }), { token: '1:abc' }),
    good: 'channel.unreachable',
    wrong: {
      field: 'token',
      call: (mine) => ({ params: { channelId: mine.channelId }, body: { token: '' } }),
    },
    ...onlySettings,
  },
  'channels.disconnect': {
    call: path(({ websiteChannelId }) => ({ channelId: websiteChannelId })),
    wrong: wrongParam('channelId'),
    ...onlySettings,
  },
}
