import type { FieldProblem } from '#contract/errors'
import { limitText } from './limit-text.ts'
import { defineWords, say } from './words.ts'

const ru = {
  'field.required': 'Заполните это поле',
  'field.email': 'Похоже, это не e-mail',
  'field.phone': 'Похоже, это не телефон',
  'field.sum': 'Напишите сумму числом',
  'field.password': 'Не короче 12 символов',
  'field.choice': 'Выберите из списка',
  'field.past': 'Это время уже прошло',
  'field.far': 'Не дальше чем на год вперёд',
  'field.placeholder': 'Здесь есть подстановка, которой нет: выберите из списка ниже',
  'field.changed': 'Пока вы меняли, это изменил кто-то другой',
  'field.format': 'Здесь есть то, что сюда не подходит',
} as const

const en: Record<keyof typeof ru, string> = {
  'field.required': 'Fill in this field',
  'field.email': 'This does not look like an e-mail',
  'field.phone': 'This does not look like a phone',
  'field.sum': 'Write the sum as a number',
  'field.password': 'At least 12 characters',
  'field.choice': 'Choose from the list',
  'field.past': 'This time is past',
  'field.far': 'Not more than a year ahead',
  'field.placeholder': 'There is no such placeholder: choose from the list below',
  'field.changed': 'Somebody else has changed this meanwhile',
  'field.format': 'Something here does not belong',
}

const fieldWords = defineWords('fields', { ru, en })

/** What is wrong with a field, in words; `value` is what stands in it. Problems are named as Zod names them. */
export function fieldText(problem: FieldProblem, value: unknown): string {
  const words = say(fieldWords)
  if (problem.problem === 'changed') return words('field.changed')
  const isEmpty = value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
  const isList = Array.isArray(value) && value.length === 0
  if (isEmpty || isList) return words('field.required')
  if (problem.problem === 'past') return words('field.past')
  if (problem.problem === 'too_far') return words('field.far')
  if (problem.problem === 'unknown_placeholder') return words('field.placeholder')
  if (problem.limit) return limitText(problem.limit)
  if (/budget$/i.test(problem.path)) return words('field.sum')
  if (problem.problem === 'email' || /email$/i.test(problem.path)) return words('field.email')
  if (problem.problem === 'phone' || /phone$/i.test(problem.path)) return words('field.phone')
  if (/password$/i.test(problem.path)) return words('field.password')
  if (/(zone|country|currency|language|Id)$/i.test(problem.path)) return words('field.choice')
  return words('field.format')
}
