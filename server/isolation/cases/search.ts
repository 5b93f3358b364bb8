import { wrongQuery, type Case } from './case.ts'

/** It names nothing: what of others is found by it, visibility.test.ts asks. */
export const search: Record<string, Case> = {
  'search.find': {
    call: () => ({ query: { q: 'Здравствуйте' } }),
    wrong: wrongQuery('kind', 'x'),
    blind: 'ok',
    reader: 'ok',
  },
}
