import type { Things } from '../test-things.ts'
import { onlySettings, open, path, wrongParam, wrongQuery, type Case } from './case.ts'

const fieldParams = ({ fieldId }: Things) => ({ fieldId })
const groupParams = ({ fieldGroupId }: Things) => ({ groupId: fieldGroupId })
const choiceParams = ({ fieldId, fieldChoiceId }: Things) => ({ fieldId, choiceId: fieldChoiceId })
const dealEntity = ({ dealId }: Things) => ({ kind: 'deal', entityId: dealId })

export const fields: Record<string, Case> = {
  'fields.list': { call: () => ({}), wrong: null, ...open },
  'fields.create': {
    call: () => ({ body: { kind: 'company', name: 'Отрасль', type: 'text' } }),
    naming: {
      'a block': (_mine, other) => ({
        body: { kind: 'deal', name: 'Отрасль', type: 'text', groupId: other.fieldGroupId },
      }),
    },
    wrong: { field: 'type', call: () => ({ body: { kind: 'deal', name: 'Отрасль', type: 'colour' } }) },
    ...onlySettings,
  },
  'fields.change': {
    call: path(fieldParams, { name: 'Иначе' }),
    naming: {
      'a block': (mine, other) => ({ params: fieldParams(mine), body: { groupId: other.fieldGroupId } }),
      'a role': (mine, other) => ({ params: fieldParams(mine), body: { visibleTo: [other.roleId] } }),
      'a stage': (mine, other) => ({
        params: fieldParams(mine),
        body: { requiredIn: [{ pipelineId: other.pipelineId, stageId: other.stageId }] },
      }),
      'a field': (mine, other) => ({ params: fieldParams(mine), body: { beforeId: other.fieldId } }),
    },
    wrong: { field: 'name', call: (mine) => ({ params: fieldParams(mine), body: { name: '' } }) },
    ...onlySettings,
  },
  'fields.delete': { call: path(fieldParams), wrong: wrongParam('fieldId'), ...onlySettings },
  'field-choices.create': {
    call: path(fieldParams, { name: 'Ещё' }),
    wrong: { field: 'name', call: (mine) => ({ params: fieldParams(mine), body: { name: ' ' } }) },
    ...onlySettings,
  },
  'field-choices.change': {
    call: path(choiceParams, { name: 'Иначе' }),
    naming: {
      'a choice': (mine, other) => ({
        params: choiceParams(mine),
        body: { beforeId: other.fieldChoiceId },
      }),
    },
    wrong: { field: 'name', call: (mine) => ({ params: choiceParams(mine), body: { name: '' } }) },
    ...onlySettings,
  },
  'field-choices.delete': { call: path(choiceParams), wrong: wrongParam('choiceId'), ...onlySettings },
  'field-groups.create': {
    call: () => ({ body: { kind: 'company', name: 'Реквизиты' } }),
    wrong: { field: 'kind', call: () => ({ body: { kind: 'task', name: 'Реквизиты' } }) },
    ...onlySettings,
  },
  'field-groups.change': {
    call: path(groupParams, { name: 'Иначе' }),
    naming: {
      'a block': (mine, other) => ({ params: groupParams(mine), body: { beforeId: other.fieldGroupId } }),
    },
    wrong: { field: 'name', call: (mine) => ({ params: groupParams(mine), body: { name: '' } }) },
    ...onlySettings,
  },
  'field-groups.delete': { call: path(groupParams), wrong: wrongParam('groupId'), ...onlySettings },
  'field-values.list': {
    call: (mine) => ({ query: { kind: 'deal', ids: String(mine.dealId) } }),
    wrong: wrongQuery('ids', 'x'),
    ...open,
  },
  'field-values.change': {
    call: (mine, other) => ({
      params: dealEntity(other),
      body: { changes: [{ fieldId: mine.fieldId, value: mine.fieldChoiceId }] },
    }),
    naming: {
      'a field': (mine, other) => ({
        params: dealEntity(mine),
        body: { changes: [{ fieldId: other.fieldId, value: other.fieldChoiceId }] },
      }),
      'a choice': (mine, other) => ({
        params: dealEntity(mine),
        body: { changes: [{ fieldId: mine.fieldId, value: other.fieldChoiceId }] },
      }),
    },
    wrong: { field: 'changes', call: (mine) => ({ params: dealEntity(mine), body: { changes: [] } }) },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
}
