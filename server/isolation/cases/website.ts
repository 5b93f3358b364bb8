import { randomUUID } from 'node:crypto'
import type { Things } from '../test-things.ts'
import { open, type Call, type Case } from './case.ts'
import { message } from './messages.ts'

const longButton: Case['wrong'] = { field: 'button', call: () => ({ params: { button: 'x'.repeat(65) } }) }
const visit = (mine: Things, other: Things, more: Call = {}): Call => ({
  ...more,
  params: { button: mine.button, ...more.params },
  visitor: other.visitorToken,
})

export const website: Record<string, Case> = {
  'website.button': { call: (mine) => ({ params: { button: mine.button } }), wrong: longButton, ...open },
  'website.visit': {
    call: (mine) => ({ params: { button: mine.button }, body: { language: 'ru' } }),
    wrong: longButton,
    ...open,
  },
  'website.live': { call: (mine) => ({ params: { button: mine.button } }), wrong: longButton, ...open },
  'website.messages': { call: (mine, other) => visit(mine, other), wrong: longButton, ...open },
  'website.send': {
    call: (mine, other) => visit(mine, other, { body: message({ at: new Date().toISOString() }) }),
    naming: {
      'a file': (mine, other) =>
        visit(mine, mine, { body: message({ at: new Date().toISOString(), fileIds: [other.fileId] }) }),
    },
    wrong: { field: 'at', call: (mine) => visit(mine, mine, { body: message({ at: 'now' }) }) },
    ...open,
  },
  'website.upload': {
    call: (mine, other) =>
      visit(mine, other, { params: { fileId: randomUUID() }, query: { name: 'c.txt' }, bytes: 'text' }),
    wrong: {
      field: 'name',
      call: (mine) => visit(mine, mine, { params: { fileId: randomUUID() }, bytes: 'text' }),
    },
    ...open,
  },
  'website.typing': { call: (mine, other) => visit(mine, other), wrong: longButton, ...open },
  'website.read': {
    call: (mine, other) => visit(mine, other, { body: { upTo: randomUUID() } }),
    wrong: { field: 'upTo', call: (mine) => visit(mine, mine, { body: {} }) },
    ...open,
  },
}
