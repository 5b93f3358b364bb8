import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { ImboxView } from '#contract/saved-views'
import { arrangeViews, asWanted, moved, viewsKey } from './arrange-views.ts'
import type { KnownViews } from './arrange-views.ts'

const view = (id: string, isDefault = false): ImboxView => ({
  id,
  name: id,
  isShared: false,
  filter: { preset: 'open', read: 'any', sort: 'recent' },
  canChange: true,
  isDefault,
})

function load(...items: ImboxView[]): { client: QueryClient; order: () => string } {
  const client = new QueryClient()
  client.setQueryData<KnownViews>(viewsKey, { items })
  const order = (): string =>
    (client.getQueryData<KnownViews>(viewsKey)?.items ?? []).map(({ id }) => id).join('')
  return { client, order }
}

const down = (id: string) => (views: ImboxView[]) => moved(views, id, 1)

test('two quick presses move a view two places, and reach the server one after the other', async () => {
  const { client, order } = load(view('a'), view('b', true), view('c'))
  const told: string[] = []
  const first = Promise.withResolvers<void>()
  const tell =
    (name: string, until?: Promise<void>) =>
    async (wish: { viewIds: string[]; defaultId: string | null }) => {
      told.push(`${name} ${wish.viewIds.join('')} ${wish.defaultId}`)
      await until
    }
  const one = arrangeViews(client, down('a'), tell('first', first.promise))
  const two = arrangeViews(client, down('a'), tell('second'))
  expect(order()).toBe('bca')
  await Promise.resolve()
  expect(told).toEqual(['first bac b'])
  first.resolve()
  await Promise.all([one, two])
  expect(told).toEqual(['first bac b', 'second bca b'])
})

test('views that come while an arrangement is on its way stand as it says, new ones behind', async () => {
  const { client } = load(view('a', true), view('b'))
  const answer = Promise.withResolvers<void>()
  const asked = arrangeViews(client, down('a'), () => answer.promise)
  const came = { items: [view('a'), view('n'), view('b', true)] }
  expect(asWanted(came)).toEqual({ items: [view('b'), view('a', true), view('n')] })
  answer.resolve()
  await asked
  expect(asWanted(came)).toEqual(came)
})

test('a refused arrangement is told of and how it is asked for anew; the next one is made all the same', async () => {
  const { client } = load(view('a'), view('b'))
  const refused = arrangeViews(client, down('a'), () => Promise.reject(new Error('refused')))
  await expect(refused).rejects.toThrow('refused')
  expect(client.getQueryState(viewsKey)?.isInvalidated).toBe(true)
  let isTold = false
  await arrangeViews(client, down('b'), async () => {
    isTold = true
  })
  expect(isTold).toBe(true)
})

test('the first goes no further up, the last no further down', () => {
  const views = [view('a'), view('b')]
  expect(moved(views, 'a', -1)).toBe(views)
  expect(moved(views, 'b', 1)).toBe(views)
  expect(moved(views, 'x', 1)).toBe(views)
})
