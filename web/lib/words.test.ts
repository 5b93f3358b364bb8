import { describe, expect, it } from 'vitest'
import { ApiError } from './api-error.ts'
import { errorText } from './error-text.ts'
import { defineWords, say, setLanguage } from './words.ts'

const ru = {
  'test.hello': 'Здравствуйте, {{name}}',
  'test.found_one': 'Найдена {{count}} беседа',
  'test.found_few': 'Найдено {{count}} беседы',
  'test.found_many': 'Найдено {{count}} бесед',
  'test.found_other': 'Найдено {{count}} беседы',
  'test.number': '№ {{number}}',
  'test.too_many': 'Слишком много',
} as const
const en: Record<keyof typeof ru, string> = {
  'test.hello': 'Hello, {{name}}',
  'test.found_one': 'Found {{count}} conversation',
  'test.found_few': 'Found {{count}} conversations',
  'test.found_many': 'Found {{count}} conversations',
  'test.found_other': 'Found {{count}} conversations',
  'test.number': '#{{number}}',
  'test.too_many': 'Too many',
}
const testWords = defineWords('test', { ru, en })

// `document` is the browser's; here only the language attribute is needed.
Object.assign(globalThis, { document: { documentElement: { lang: 'ru' } } })

describe('words', () => {
  it('a count takes the plural form of the language and its separators', async () => {
    await setLanguage('ru')
    const counts = [1, 2, 5, 21, 1664].map((count) =>
      say(testWords)('test.found', { count }).replace(/\s/gu, ' '),
    )
    expect(counts).toEqual([
      'Найдена 1 беседа',
      'Найдено 2 беседы',
      'Найдено 5 бесед',
      'Найдена 21 беседа',
      'Найдено 1 664 беседы',
    ])
    await setLanguage('en')
    expect(say(testWords)('test.found', { count: 1664 })).toBe('Found 1,664 conversations')
  })

  it('a number that is a name has no separators', async () => {
    await setLanguage('ru')
    expect(say(testWords)('test.number', { number: 48_213 })).toBe('№ 48213')
  })

  it('what a person wrote is never read as a placeholder or markup', async () => {
    await setLanguage('en')
    expect(say(testWords)('test.hello', { name: '{{count}} <b>$t(c.save)</b>' })).toBe(
      'Hello, {{count}} <b>$t(c.save)</b>',
    )
  })

  it('a feature says the shared words too', async () => {
    await setLanguage('en')
    expect(say(testWords)('c.save')).toBe('Save')
  })

  it('an error is told by its code, and anything unknown as a failure of the server', async () => {
    await setLanguage('ru')
    expect(errorText(new ApiError('request.too_many'))).toBe('Слишком часто. Подождите минуту и повторите')
    expect(errorText(new TypeError('x is undefined'))).toContain('Сервер ответил ошибкой')
    const full = new ApiError('role.too_many', { details: { limit: 50 } })
    expect(errorText(full)).toBe('Ролей может быть не больше 50: удалите ненужные')
    await setLanguage('en')
    expect(errorText(full)).toBe('There can be at most 50 roles: delete those you do not need')
    const tags = new ApiError('tag.too_many', { details: { limit: 2000 } })
    expect(errorText(tags)).toBe('There can be at most 2,000 tags: take away those you do not need')
  })
})
