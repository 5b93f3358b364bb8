import { randomUUID } from 'node:crypto'
import { onlySettings, open, path, wrongParam, type Case } from './case.ts'

export const people: Record<string, Case> = {
  'setup.get': { call: () => ({}), wrong: null, ...open },
  'setup.create': {
    call: () => ({
      body: {
        code: 'AAAA-BBBB-CCCC',
        company: 'Чужие',
        name: 'Чужой',
        email: 'someone@example.com',
        password: 'correct horse battery',
        language: 'ru',
        timeZone: 'UTC',
        currency: 'RUB',
        country: 'RU',
      },
    }),
    good: 'setup.already_done',
    wrong: { field: 'company', call: () => ({ body: { company: '' } }) },
    ...open,
  },
  'session.create': {
    call: () => ({ body: { email: 'nobody@example.com', password: 'correct horse battery' } }),
    good: 'session.wrong_password',
    wrong: { field: 'password', call: () => ({ body: { email: 'nobody@example.com' } }) },
    ...open,
  },
  'session.delete': { call: () => ({}), wrong: null, ...open },
  'password-resets.create': {
    call: () => ({ body: { email: 'nobody@example.com' } }),
    wrong: { field: 'email', call: () => ({ body: { email: 'x' } }) },
    ...open,
  },
  'password-resets.get': {
    call: () => ({ params: { token: 'x' } }),
    good: 'password_reset.not_found',
    wrong: { field: 'token', call: () => ({ params: { token: 'x'.repeat(101) } }) },
    ...open,
  },
  'password-resets.use': {
    call: () => ({ params: { token: 'x' }, body: { password: 'correct horse battery' } }),
    good: 'password_reset.not_found',
    wrong: { field: 'password', call: () => ({ params: { token: 'x' }, body: { password: 'short' } }) },
    ...open,
  },
  'me.get': { call: () => ({}), wrong: null, ...open },
  'me.change': {
    call: () => ({ body: { language: 'en' } }),
    wrong: { field: 'timeZone', call: () => ({ body: { timeZone: 'Moon/Sea' } }) },
    ...open,
  },
  'account.change': {
    call: () => ({ body: { name: 'Другая компания' } }),
    wrong: { field: 'currency', call: () => ({ body: { currency: 'рубли' } }) },
    ...onlySettings,
  },
  'me.change-password': {
    call: () => ({ body: { current: 'not the right one', password: 'correct horse battery' } }),
    good: 'user.wrong_password',
    wrong: { field: 'password', call: () => ({ body: { current: 'x', password: 'short' } }) },
    blind: 'user.wrong_password',
    reader: 'user.wrong_password',
  },
  'users.list': { call: () => ({}), wrong: null, ...open },
  'users.change': {
    call: (mine, other) => ({ params: { userId: other.userId }, body: { roleId: mine.roleId } }),
    naming: {
      'a role': (mine, other) => ({ params: { userId: mine.userId }, body: { roleId: other.roleId } }),
      'a group': (mine, other) => ({ params: { userId: mine.userId }, body: { groupId: other.groupId } }),
    },
    wrong: { field: 'roleId', call: (mine) => ({ params: { userId: mine.userId }, body: {} }) },
    ...onlySettings,
  },
  'invitations.list': { call: () => ({}), wrong: null, ...onlySettings },
  'invitations.create': {
    call: (_mine, other) => ({ body: { roleId: other.roleId } }),
    wrong: { field: 'email', call: (mine) => ({ body: { roleId: mine.roleId, email: 'x' } }) },
    ...onlySettings,
  },
  'invitations.delete': {
    call: path(({ invitationId }) => ({ invitationId })),
    wrong: wrongParam('invitationId'),
    ...onlySettings,
  },
  'invitations.get': {
    call: (mine) => ({ params: { token: mine.invitationToken } }),
    wrong: { field: 'token', call: () => ({ params: { token: 'x'.repeat(101) } }) },
    ...open,
  },
  'invitations.accept': {
    call: (mine) => ({
      params: { token: mine.invitationToken },
      body: {
        name: 'Новый',
        email: `${randomUUID()}@example.com`,
        password: 'correct horse battery',
        language: 'ru',
        timeZone: 'UTC',
      },
    }),
    wrong: {
      field: 'email',
      call: (mine) => ({ params: { token: mine.invitationToken }, body: { email: 'x' } }),
    },
    ...open,
  },
  'checklist.get': { call: () => ({}), wrong: null, ...open },
  'working-hours.get': { call: () => ({}), wrong: null, ...open },
  'working-hours.set': {
    call: () => ({
      body: {
        timeZone: 'Europe/Moscow',
        intervals: [{ weekday: 1, fromMinute: 540, toMinute: 1080 }],
        holidays: ['2027-01-01'],
      },
    }),
    wrong: {
      field: 'intervals.0.weekday',
      call: () => ({
        body: {
          timeZone: 'UTC',
          intervals: [{ weekday: 8, fromMinute: 0, toMinute: 60 }],
          holidays: [],
        },
      }),
    },
    ...onlySettings,
  },
}
