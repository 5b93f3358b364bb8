import { expect, test } from 'vitest'
import { keepRequest } from './use-create.ts'

test('the same again after a lost answer has the id of the first try; other words, or the same after a success, have another', async () => {
  const create = keepRequest()
  const sent: string[] = []
  const lose = (requestId: string): Promise<never> => {
    sent.push(requestId)
    return Promise.reject(new Error('no answer'))
  }
  const answer = async (requestId: string): Promise<number> => sent.push(requestId)
  await expect(create({ name: 'Заказ' }, lose)).rejects.toThrow('no answer')
  await create({ name: 'Заказ' }, answer)
  await create({ name: 'Заказ' }, answer)
  await expect(create({ name: 'Опт' }, lose)).rejects.toThrow('no answer')
  await create({ name: 'Розница' }, answer)
  const [first, again, second, third, fourth] = sent
  expect(again).toBe(first)
  expect(new Set([first, second, third, fourth]).size).toBe(4)
})
