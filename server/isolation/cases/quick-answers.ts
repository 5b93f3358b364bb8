import { randomUUID } from 'node:crypto'
import type { Things } from '../test-things.ts'
import { onlySettings, open, path, wrongParam, type Case } from './case.ts'

const quickAnswer = (more: object = {}) => {
  const id = randomUUID()
  return { id, shortcut: id.slice(0, 32), text: 'Здравствуйте!', ...more }
}
const quickAnswerParams = ({ quickAnswerId }: Things) => ({ quickAnswerId })

export const quickAnswers: Record<string, Case> = {
  'quick-answers.list': { call: () => ({}), wrong: null, ...open },
  'quick-answers.create': {
    call: () => ({ body: quickAnswer() }),
    naming: { 'a file': (_mine, other) => ({ body: quickAnswer({ fileIds: [other.fileId] }) }) },
    wrong: { field: 'shortcut', call: () => ({ body: quickAnswer({ shortcut: 'a b' }) }) },
    ...open,
  },
  'quick-answers.change': {
    call: path(quickAnswerParams, { text: 'Добрый день!' }),
    naming: {
      'a file': (mine, other) => ({ params: quickAnswerParams(mine), body: { fileIds: [other.fileId] } }),
    },
    wrong: {
      field: 'text',
      call: (mine) => ({ params: quickAnswerParams(mine), body: { text: '{{contact.age}}' } }),
    },
    ...onlySettings,
  },
  'quick-answers.delete': {
    call: path(quickAnswerParams),
    wrong: wrongParam('quickAnswerId'),
    ...onlySettings,
  },
}
