import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readFieldValue } from '#contract/field-values'
import { fieldProblem } from '#contract/field-problem'
import { ApiError } from './api-error.ts'
import { errorText } from './error-text.ts'
import { fieldText } from './field-words.ts'
import { setLanguage } from './words.ts'

// `document` is the browser's; here only the language attribute is needed.
Object.assign(globalThis, { document: { documentElement: { lang: 'ru' } } })

const schema = z.object({
  name: z.string().min(2).max(200),
  password: z.string().min(12),
  tags: z.array(z.int()).min(2).max(3),
  minutes: z.int().min(5).max(10_080),
})

const cases: [string, Record<string, unknown>, string, string][] = [
  [
    'a text that is too long',
    { name: 'я'.repeat(201) },
    'Слишком длинно: не больше 200 знаков',
    'Too long: at most 200 characters',
  ],
  [
    'one that is too short',
    { name: 'я' },
    'Слишком коротко: не меньше 2 знаков',
    'Too short: at least 2 characters',
  ],
  [
    'a password that is too short',
    { password: 'secret' },
    'Слишком коротко: не меньше 12 знаков',
    'Too short: at least 12 characters',
  ],
  ['too many', { tags: [1, 2, 3, 4] }, 'Слишком много: не больше 3', 'Too many: at most 3'],
  ['too few', { tags: [1] }, 'Слишком мало: не меньше 2', 'Too few: at least 2'],
  [
    'a number that is too big',
    { minutes: 20_000 },
    'Слишком большое число: не больше 10\u00A0080',
    'The number is too big: at most 10,080',
  ],
  [
    'one that is too small',
    { minutes: 1 },
    'Слишком маленькое число: не меньше 5',
    'The number is too small: at least 5',
  ],
  ['nothing at all', { name: '' }, 'Заполните это поле', 'Fill in this field'],
]

describe.each([
  ['ru', 2],
  ['en', 3],
] as const)('in %s', (language, place) => {
  test.each(cases)('%s is told with its limit', async (...given) => {
    await setLanguage(language)
    const [, value] = given
    const [name = ''] = Object.keys(value)
    const issue = schema.partial().safeParse(value).error?.issues[0]
    if (!issue) throw new Error('The schema takes it')
    expect(fieldText(fieldProblem(issue), value[name])).toBe(given[place])
  })
})

test('a value of a custom field says its own limit, and so does a refusal without a form', async () => {
  await setLanguage('ru')
  const read = readFieldValue({ type: 'text', choices: [] }, 'я'.repeat(501))
  if (read.problem === null) throw new Error('It fits')
  expect(read.limit).toEqual({ of: 'characters', most: 500 })
  const problem = { path: 'fields.1', problem: read.problem, message: read.message, limit: read.limit }
  expect(errorText(new ApiError('request.invalid', { details: { fields: [problem] }, status: 422 }))).toBe(
    'Слишком длинно: не больше 500 знаков',
  )
  expect(errorText(new ApiError('message.too_long', { details: { longest: 4096 }, status: 422 }))).toBe(
    'Слишком длинно: не больше 4\u00A0096 знаков',
  )
})
