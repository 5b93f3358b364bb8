import { defineWords } from '../../../lib/words.ts'

/** The words of choosing the card of a conversation. */
const ru = {
  'choose.give': 'Выбрать карточку',
  'choose.move': 'Перенести в другую карточку',
  'choose.title': 'Карточка беседы № {{number}}',
  'choose.search': 'Название сделки или имя покупателя',
  'choose.error': 'Не удалось загрузить карточки',
  'choose.none': 'Ничего не нашлось',
  'choose.none.own': 'У контакта нет карточек. Найдите карточку по названию или создайте новую',
  'choose.list': 'Карточки',
  'choose.now': 'сейчас здесь',
  'choose.deal': 'Сделка',
  'choose.customer': 'Покупатель',
  'choose.refused': 'можно только смотреть',
  'choose.newDeal': 'Создать сделку',
  'choose.newCustomer': 'Создать покупателя',
  'choose.moved': 'Беседа № {{number}} теперь в карточке «{{name}}»',
} as const

const en: Record<keyof typeof ru, string> = {
  'choose.give': 'Choose a card',
  'choose.move': 'Move to another card',
  'choose.title': 'Card of conversation #{{number}}',
  'choose.search': 'Name of a deal or customer',
  'choose.error': 'Could not load the cards',
  'choose.none': 'Nothing found',
  'choose.none.own': 'The contact has no cards. Find one by its name or make a new one',
  'choose.list': 'Cards',
  'choose.now': 'it is here',
  'choose.deal': 'Deal',
  'choose.customer': 'Customer',
  'choose.refused': 'you may only look',
  'choose.newDeal': 'Create a deal',
  'choose.newCustomer': 'Create a customer',
  'choose.moved': 'Conversation #{{number}} is on the card “{{name}}” now',
}

export const cardChoiceWords = defineWords('cardChoice', { ru, en })
