import { describe, expect, test } from 'vitest'
import { fillPlaceholders, firstNameOf, spokenNameOf, unknownPlaceholders } from './placeholders.ts'

const all = {
  'contact.name': 'Мария Орлова',
  'contact.firstName': 'Мария',
  'user.name': 'Анна',
  'deal.name': 'Кофемолка',
  'conversation.number': '412',
}

describe('what there is is put in', () => {
  test.each([
    ['Здравствуйте, {{contact.firstName}}!', 'Здравствуйте, Мария!'],
    [
      '{{ contact.name }}: «{{deal.name}}», беседа № {{conversation.number}}',
      'Мария Орлова: «Кофемолка», беседа № 412',
    ],
    ['Без мест', 'Без мест'],
  ])('%s', (text, filled) => expect(fillPlaceholders(text, all)).toBe(filled))

  test('a value is text, whatever it looks like', () =>
    expect(
      fillPlaceholders('{{contact.name}}, $& и $1', {
        'contact.name': '{{user.name}} $1',
        'user.name': 'Анна',
      }),
    ).toBe('{{user.name}} $1, $& и $1'))
})

describe('around what is missing the text closes up', () => {
  test.each([
    ['Здравствуйте, {{contact.name}}!', 'Здравствуйте!'],
    ['Добрый день {{contact.name}}!', 'Добрый день!'],
    ['Hello {{contact.firstName}}, how are you?', 'Hello, how are you?'],
    ['{{contact.firstName}}, добрый день!', 'Добрый день!'],
    ['Спасибо! {{contact.firstName}}, ждём вас', 'Спасибо! Ждём вас'],
    ['Здравствуйте, {{contact.name}}, ваш заказ готов', 'Здравствуйте, ваш заказ готов'],
    ['Здравствуйте, {{contact.firstName}} {{contact.name}}!', 'Здравствуйте!'],
    ['Заказ «{{deal.name}}» готов', 'Заказ готов'],
    ['Ваш заказ ({{deal.name}}).', 'Ваш заказ.'],
    ['Беседа № {{conversation.number}} открыта', 'Беседа открыта'],
    ['Тема: {{deal.name}}', 'Тема'],
    ['Добрый день!\n{{deal.name}}\nЖдём', 'Добрый день!\nЖдём'],
    ['{{deal.name}}!', ''],
    ['Мой {{deal.name}} и {{contact.name}} тут', 'Мой и тут'],
  ])('%s', (text, filled) => expect(fillPlaceholders(text, {})).toBe(filled))

  test('what is there stays beside it', () =>
    expect(
      fillPlaceholders('{{contact.name}}, это {{user.name}}.', { 'user.name': 'Анна', 'contact.name': ' ' }),
    ).toBe('Это Анна.'))
})

test('names that are no placeholders are told, and stay as they are written', () => {
  expect(unknownPlaceholders('{{contact.name}} {{ contact.age }} {{contact.age}}')).toEqual(['contact.age'])
  expect(unknownPlaceholders('{{user.name}} {x}')).toEqual([])
  expect(fillPlaceholders('{{contact.age}}', {})).toBe('{{contact.age}}')
})

test('a name to speak to a person by is a name', () => {
  expect([firstNameOf('Мария Орлова'), firstNameOf('Jean-Luc'), firstNameOf("O'Neil")]).toEqual([
    'Мария',
    'Jean-Luc',
    "O'Neil",
  ])
  expect([
    firstNameOf('+7 921 000'),
    firstNameOf('@maria'),
    firstNameOf('client412'),
    firstNameOf(''),
    firstNameOf('Посетитель #48213'),
  ]).toEqual([null, null, null, null, null])
  expect([spokenNameOf('Мария Орлова'), spokenNameOf('+7 921')]).toEqual(['Мария Орлова', null])
})
