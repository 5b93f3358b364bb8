import { describe, expect, test } from 'vitest'
import { readFieldValue, type FieldType, type FieldValue } from './field-values.ts'

const choices = [
  { id: 3, isArchived: false },
  { id: 1, isArchived: false },
  { id: 2, isArchived: true },
]
const read = (type: FieldType, given: unknown, current: FieldValue | null = null) =>
  readFieldValue({ type, choices }, given, current)

describe('what a field takes, and how it keeps it', () => {
  test.each<[FieldType, unknown, FieldValue | null]>([
    ['text', '  Кофе  ', 'Кофе'],
    ['text', '   ', null],
    ['text', '<b>жирно</b>', '<b>жирно</b>'],
    ['text', '=HYPERLINK("x")', '=HYPERLINK("x")'],
    ['text', 'я'.repeat(500), 'я'.repeat(500)],
    ['long_text', 'строка\nи ещё', 'строка\nи ещё'],
    ['number', 0, 0],
    ['number', -0, 0],
    ['number', 1.23456789, 1.234568],
    ['number', 123_456_789_012_345, 123_456_789_012_345],
    ['money', 10.005, 10.01],
    ['money', -5, -5],
    ['checkbox', true, true],
    ['checkbox', false, null],
    ['select', 3, 3],
    ['multiselect', [1, 3, 1], [3, 1]],
    ['multiselect', [], null],
    ['date', '2026-11-26', '2026-11-26'],
    ['date', '2028-02-29', '2028-02-29'],
    ['date', '', null],
    ['birthday', '1987-05-17', '1987-05-17'],
    ['datetime', '2026-11-26T12:00:00+03:00', '2026-11-26T09:00:00Z'],
    ['datetime', '2026-11-26T12:00:00.999Z', '2026-11-26T12:00:00Z'],
    ['link', 'example.com/a b', null],
    ['link', 'example.com/a?b=c', 'https://example.com/a?b=c'],
    ['link', 'https://пример.рф/путь', 'https://пример.рф/путь'],
    ['link', 'localhost:8080', 'https://localhost:8080'],
    ['phone', '+7 (921) 000-00-00 доб. 12', '+7 (921) 000-00-00 доб. 12'],
    ['text', null, null],
    ['text', undefined, null],
  ])('%s takes %j as %j', (type, given, value) => {
    const result = read(type, given)
    if (given === 'example.com/a b') expect(result.problem).toBe('invalid_format')
    else expect(result).toEqual({ value, problem: null })
  })

  test.each<[FieldType, unknown, string]>([
    ['text', 5, 'invalid_type'],
    ['text', 'я'.repeat(501), 'too_big'],
    ['text', 'две\nстроки', 'invalid_format'],
    ['text', ['x'], 'invalid_type'],
    ['long_text', 'я'.repeat(20_001), 'too_big'],
    ['long_text', 'a\u0000b', 'invalid_format'],
    ['number', '5', 'invalid_type'],
    ['number', Number.NaN, 'invalid_type'],
    ['number', Number.POSITIVE_INFINITY, 'too_big'],
    ['number', 1e16, 'too_big'],
    ['money', 1e12, 'too_big'],
    ['checkbox', 'yes', 'invalid_type'],
    ['select', 2, 'invalid_value'],
    ['select', 99, 'invalid_value'],
    ['select', '3', 'invalid_type'],
    ['multiselect', [3, 99], 'invalid_value'],
    ['multiselect', 3, 'invalid_type'],
    ['date', '2026-02-30', 'invalid_format'],
    ['date', '26.11.2026', 'invalid_format'],
    ['date', '0026-11-26', 'invalid_format'],
    ['date', 20_261_126, 'invalid_type'],
    ['birthday', '1700-01-01', 'invalid_format'],
    ['datetime', '2026-11-26', 'invalid_format'],
    ['datetime', '2026-13-26T00:00:00Z', 'invalid_format'],
    ['link', 'javascript:alert(1)', 'invalid_format'],
    ['link', 'data:text/html,x', 'invalid_format'],
    ['link', 'слово', 'invalid_format'],
    ['link', `https://example.com/${'a'.repeat(2000)}`, 'too_big'],
    ['phone', 'нет', 'invalid_format'],
    ['phone', '12<34', 'invalid_format'],
  ])('%s refuses %j: %s', (type, given, problem) => {
    expect(read(type, given)).toMatchObject({ value: null, problem })
  })

  test('a choice that is offered no longer stays where it is, and comes nowhere else', () => {
    expect(read('select', 2, 2)).toMatchObject({ value: 2 })
    expect(read('multiselect', [2, 3], [2])).toMatchObject({ value: [3, 2] })
    expect(read('multiselect', [2, 3], [3])).toMatchObject({ problem: 'invalid_value' })
  })
})
