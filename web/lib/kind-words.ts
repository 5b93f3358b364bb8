import { defineWords, useWords } from './words.ts'

/** What messengers know besides texts and files, in people's words: Beseda shows it, or says what it was. */
const ru = {
  'kind.button': 'Нажата кнопка',
  'kind.sticker': 'Стикер',
  'kind.location': 'Место на карте',
  'kind.venue': 'Место на карте',
  'kind.contact': 'Контакт',
  'kind.users_shared': 'Контакты',
  'kind.chat_shared': 'Чат',
  'kind.poll': 'Опрос',
  'kind.checklist': 'Список дел',
  'kind.checklist_tasks_done': 'Отмечено в списке дел',
  'kind.checklist_tasks_added': 'Добавлено в список дел',
  'kind.dice': 'Кубик',
  'kind.game': 'Игра',
  'kind.story': 'История',
  'kind.paid_media': 'Платные материалы',
  'kind.invoice': 'Счёт',
  'kind.successful_payment': 'Оплата',
  'kind.refunded_payment': 'Возврат оплаты',
  'kind.gift': 'Подарок',
  'kind.unique_gift': 'Подарок',
  'kind.giveaway': 'Розыгрыш',
  'kind.giveaway_winners': 'Итоги розыгрыша',
  'kind.web_app_data': 'Ответ из мини-приложения',
  'kind.rich_message': 'Оформленное сообщение',
  'kind.rich_media': 'Карусель',
  'kind.video': 'Видео',
  'kind.audio': 'Музыка',
  'kind.wall': 'Запись со стены',
  'kind.wall_reply': 'Комментарий со стены',
  'kind.link': 'Ссылка',
  'kind.article': 'Статья',
  'kind.market': 'Товар',
  'kind.market_album': 'Подборка товаров',
  'kind.album': 'Альбом',
  'kind.call': 'Звонок',
  'kind.podcast': 'Подкаст',
  'kind.event': 'Мероприятие',
  'kind.money_transfer': 'Денежный перевод',
  'kind.money_request': 'Просьба о переводе',
  'kind.photo': 'Фото',
  'kind.doc': 'Файл',
  'kind.picture': 'Фото',
  'kind.file': 'Файл',
  'kind.empty': 'Пустое сообщение',
  'kind.unknown': 'Сообщение неизвестного вида',
} as const

const en: Record<keyof typeof ru, string> = {
  'kind.button': 'Pressed a button',
  'kind.sticker': 'Sticker',
  'kind.location': 'Place on the map',
  'kind.venue': 'Place on the map',
  'kind.contact': 'Contact',
  'kind.users_shared': 'Contacts',
  'kind.chat_shared': 'Chat',
  'kind.poll': 'Poll',
  'kind.checklist': 'Checklist',
  'kind.checklist_tasks_done': 'Ticked in a checklist',
  'kind.checklist_tasks_added': 'Added to a checklist',
  'kind.dice': 'Dice',
  'kind.game': 'Game',
  'kind.story': 'Story',
  'kind.paid_media': 'Paid media',
  'kind.invoice': 'Invoice',
  'kind.successful_payment': 'Payment',
  'kind.refunded_payment': 'Refund',
  'kind.gift': 'Gift',
  'kind.unique_gift': 'Gift',
  'kind.giveaway': 'Giveaway',
  'kind.giveaway_winners': 'Results of a giveaway',
  'kind.web_app_data': 'Answer from a mini app',
  'kind.rich_message': 'Formatted message',
  'kind.rich_media': 'Carousel',
  'kind.video': 'Video',
  'kind.audio': 'Music',
  'kind.wall': 'Post of a page',
  'kind.wall_reply': 'Comment of a page',
  'kind.link': 'Link',
  'kind.article': 'Article',
  'kind.market': 'Product',
  'kind.market_album': 'Collection of products',
  'kind.album': 'Album',
  'kind.call': 'Call',
  'kind.podcast': 'Podcast',
  'kind.event': 'Event',
  'kind.money_transfer': 'Money transfer',
  'kind.money_request': 'Request for money',
  'kind.photo': 'Photo',
  'kind.doc': 'File',
  'kind.picture': 'Photo',
  'kind.file': 'File',
  'kind.empty': 'Empty message',
  'kind.unknown': 'Message of an unknown kind',
}

const words = defineWords('kinds', { ru, en })
const isKnown = (key: string): key is keyof typeof ru => Object.hasOwn(ru, key)

/** Whose text is an address that only a map can read. */
const places = new Set(['location', 'venue'])

/**
 * Says a kind in the user's language, with the first line of what it says; one that has no word here is said to be unsupported,
 * in the messenger's own word.
 */
export function useKindWords(): (kind: string, text?: string) => string {
  const say = useWords(words)
  return (kind, text = '') => {
    const key = `kind.${kind}`
    const name = isKnown(key) ? say(key) : say('row.unsupported', { kind })
    const line = places.has(kind) ? '' : (text.split('\n')[0] ?? '')
    return line === '' ? name : `${name}: ${line}`
  }
}
