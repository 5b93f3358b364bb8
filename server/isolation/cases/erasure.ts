import { contactParams, onlySettings, path, wrongParam, type Case } from './case.ts'

export const erasure: Record<string, Case> = {
  'erasures.preview': { call: path(contactParams), wrong: wrongParam('contactId'), ...onlySettings },
  'erasures.create': {
    call: path(contactParams, { name: 'Другое имя' }),
    good: 'erasure.name_differs',
    wrong: { field: 'name', call: ({ contactId }) => ({ params: { contactId }, body: {} }) },
    ...onlySettings,
  },
  'erasures.list': { call: () => ({}), wrong: null, ...onlySettings },
}
