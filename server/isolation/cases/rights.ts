import { equalRights } from '#contract/permissions'
import type { Things } from '../test-things.ts'
import { numberParams, onlySettings, path, wrongParam, type Case } from './case.ts'

const role = {
  name: 'Роль',
  rights: equalRights(() => 'none'),
  answersClients: false,
  incoming: false,
  analytics: false,
  settings: false,
  bots: 'none',
}
const userParams = ({ userId }: Things) => ({ userId })
const groupParams = ({ groupId }: Things) => ({ groupId })
const customRole = ({ customRoleId }: Things) => ({ roleId: customRoleId })
const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString()

export const rights: Record<string, Case> = {
  'roles.list': { call: () => ({}), wrong: null, ...onlySettings },
  'roles.create': {
    call: () => ({ body: role }),
    wrong: {
      field: 'rights.deals.edit',
      call: () => ({
        body: { ...role, rights: { ...role.rights, deals: { ...role.rights.deals, edit: 'own' } } },
      }),
    },
    ...onlySettings,
  },
  'roles.change': {
    call: path(customRole, { ...role, version: 1 }),
    wrong: { field: 'version', call: (mine) => ({ params: customRole(mine), body: role }) },
    ...onlySettings,
  },
  'roles.delete': {
    call: path(customRole, {}),
    naming: {
      'a role': (mine, other) => ({ params: customRole(mine), body: { moveTo: other.roleId } }),
    },
    wrong: { field: 'moveTo', call: (mine) => ({ params: customRole(mine), body: { moveTo: 'x' } }) },
    ...onlySettings,
  },
  'groups.create': {
    call: (mine) => ({ body: { name: `Группа ${mine.groupId}` } }),
    wrong: { field: 'name', call: () => ({ body: { name: ' ' } }) },
    ...onlySettings,
  },
  'groups.change': {
    call: path(groupParams, { name: 'Отдел сервиса' }),
    wrong: { field: 'name', call: (mine) => ({ params: groupParams(mine), body: { name: '' } }) },
    ...onlySettings,
  },
  'groups.delete': {
    call: path(groupParams, {}),
    naming: {
      'a group': (mine, other) => ({ params: groupParams(mine), body: { moveTo: other.groupId } }),
    },
    wrong: { field: 'moveTo', call: (mine) => ({ params: groupParams(mine), body: { moveTo: 'x' } }) },
    ...onlySettings,
  },
  'users.away': {
    call: (_mine, other) => ({ params: userParams(other), body: { until: tomorrow() } }),
    naming: {
      'a substitute': (mine, other) => ({
        params: userParams(mine),
        body: { until: tomorrow(), substituteId: other.userId },
      }),
    },
    wrong: { field: 'until', call: (mine) => ({ params: userParams(mine), body: { until: 'завтра' } }) },
    ...onlySettings,
  },
  'users.back': {
    call: path(userParams),
    wrong: wrongParam('userId'),
    ...onlySettings,
  },
  'users.holdings': { call: path(userParams), wrong: wrongParam('userId'), ...onlySettings },
  'users.hand-over': {
    call: path(userParams, { toUserId: null, what: ['deals'] }),
    naming: {
      'a colleague': (mine, other) => ({
        params: userParams(mine),
        body: { toUserId: other.userId, what: ['deals'] },
      }),
    },
    wrong: {
      field: 'what',
      call: (mine) => ({ params: userParams(mine), body: { toUserId: null, what: [] } }),
    },
    ...onlySettings,
  },
  'users.deactivate': {
    call: path(userParams, {}),
    naming: {
      'a colleague': (mine, other) => ({
        params: userParams(mine),
        body: { handOver: { toUserId: other.userId, what: ['deals'] } },
      }),
    },
    wrong: {
      field: 'handOver.what.0',
      call: (mine) => ({
        params: userParams(mine),
        body: { handOver: { toUserId: null, what: ['moon'] } },
      }),
    },
    ...onlySettings,
  },
  'users.reactivate': { call: path(userParams), wrong: wrongParam('userId'), ...onlySettings },
  'conversations.hand-over': {
    call: (mine, other) => ({ params: numberParams(other), body: { toUserId: mine.userId } }),
    naming: {
      'a colleague': (mine, other) => ({ params: numberParams(mine), body: { toUserId: other.userId } }),
    },
    wrong: { field: 'toUserId', call: (mine) => ({ params: numberParams(mine), body: {} }) },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
}
