import { defineWords } from '../../lib/words.ts'

/** The words of phones and e-mails, whose-ever they are. */
const ru = {
  'point.phone': 'Телефон',
  'point.email': 'E-mail',
  'point.phone.add': 'Добавить телефон',
  'point.email.add': 'Добавить e-mail',
  'point.more': 'Действия: {{value}}',
  'point.call': 'Позвонить',
  'point.write': 'Написать письмо',
  'point.primary': 'Сделать основным',
  'point.isPrimary': 'основной',
  'point.unverified': 'не подтверждён',
  'point.label': 'Тип',
  'point.label.work': 'Рабочий',
  'point.label.mobile': 'Мобильный',
  'point.label.home': 'Домашний',
  'point.label.other': 'Другой',
  'point.label.none': 'Не указан',
  'point.known': 'Уже есть:',
} as const

const en: Record<keyof typeof ru, string> = {
  'point.phone': 'Phone',
  'point.email': 'E-mail',
  'point.phone.add': 'Add a phone',
  'point.email.add': 'Add an e-mail',
  'point.more': 'Actions: {{value}}',
  'point.call': 'Call',
  'point.write': 'Write an e-mail',
  'point.primary': 'Make primary',
  'point.isPrimary': 'primary',
  'point.unverified': 'not verified',
  'point.label': 'Kind',
  'point.label.work': 'Work',
  'point.label.mobile': 'Mobile',
  'point.label.home': 'Home',
  'point.label.other': 'Other',
  'point.label.none': 'Not set',
  'point.known': 'Already known:',
}

export const pointWords = defineWords('points', { ru, en })
