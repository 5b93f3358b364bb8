import { expect, test } from 'vitest'
import { ApiError } from '../../lib/api-error.ts'
import { connectionProblem } from './connection-problem.ts'

test('of a key that may not do enough it is said what it lacks', () => {
  const error = new ApiError('channel.rights_missing', { details: { rights: ['docs', 'manage'] } })
  expect(connectionProblem(error)).toBe(
    'Ключу не хватает прав: управление сообществом и файлы. Создайте новый с этими правами',
  )
})

test('what is not told in a way we know has the words of its code', () => {
  const unknown = new ApiError('channel.rights_missing', { details: { rights: ['teleport'] } })
  expect(connectionProblem(unknown)).toMatch(/^Ключу не хватает прав/)
  expect(connectionProblem(new ApiError('channel.token_taken'))).toBe('Этот бот уже подключён')
})
