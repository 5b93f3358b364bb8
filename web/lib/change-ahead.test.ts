import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import { changeAhead } from './change-ahead.ts'

type Card = { name: string; budget: number }

const cardKey = ['card', 1] as const
const detailKey = ['detail', 7] as const

let client: QueryClient
beforeEach(() => {
  client = new QueryClient()
  client.setQueryData<Card>(cardKey, { name: 'Заказ', budget: 100 })
  client.setQueryData(detailKey, { card: { name: 'Заказ', budget: 100 } })
})

const card = (): Card | undefined => client.getQueryData<Card>(cardKey)
const isDue = (key: readonly unknown[]): boolean | undefined => client.getQueryState(key)?.isInvalidated

function change(part: Partial<Card>): () => void {
  return changeAhead(client, [cardKey, ['detail']], () => {
    client.setQueryData<Card>(cardKey, (known) => known && { ...known, ...part })
    client.setQueryData<{ card: Card }>(detailKey, (known) => known && { card: { ...known.card, ...part } })
  })
}

test('a change that is refused is taken back wherever it was shown', () => {
  const takeBack = change({ name: 'Опт' })
  expect(card()).toEqual({ name: 'Опт', budget: 100 })
  takeBack()
  expect(card()).toEqual({ name: 'Заказ', budget: 100 })
  expect(client.getQueryData(detailKey)).toEqual({ card: { name: 'Заказ', budget: 100 } })
  expect([isDue(cardKey), isDue(detailKey)]).toEqual([false, false])
})

test('what others have changed meanwhile stays, and is asked for anew', () => {
  const takeBack = change({ name: 'Опт' })
  client.setQueryData<Card>(cardKey, { name: 'Розница', budget: 200 })
  takeBack()
  expect(card()).toEqual({ name: 'Розница', budget: 200 })
  expect([isDue(cardKey), isDue(detailKey)]).toEqual([true, false])
})

test('what was called stale meanwhile is asked for anew, too', () => {
  const takeBack = change({ name: 'Опт' })
  void client.invalidateQueries({ queryKey: detailKey })
  takeBack()
  expect(isDue(detailKey)).toBe(true)
})

test('where nothing was changed nothing is taken back', () => {
  client.setQueryData(['detail', 8], { card: null })
  const takeBack = change({ name: 'Опт' })
  client.setQueryData(['detail', 8], { card: { name: 'Опт', budget: 1 } })
  takeBack()
  expect(client.getQueryData(['detail', 8])).toEqual({ card: { name: 'Опт', budget: 1 } })
  expect(isDue(['detail', 8])).toBe(false)
})

test('what is no longer loaded does not come back', () => {
  const takeBack = change({ name: 'Опт' })
  client.removeQueries({ queryKey: detailKey })
  takeBack()
  expect(client.getQueryData(detailKey)).toBeUndefined()
  expect(card()?.name).toBe('Заказ')
})
