import type { Language } from '#contract/common'

export const tableName: Record<Language, string> = { ru: 'События', en: 'Events' }

export const columnWords: Record<Language, string[]> = {
  ru: [
    'Дата и время',
    'Автор',
    'Вид автора',
    'Событие',
    'Объект',
    'Название',
    'Беседа',
    'Контакт',
    'Канал',
    'Карточка',
    'Этап',
    'Было',
    'Стало',
    'Как',
  ],
  en: [
    'Date and time',
    'Author',
    'Kind of author',
    'Event',
    'Object',
    'Name',
    'Conversation',
    'Contact',
    'Channel',
    'Card',
    'Stage',
    'Before',
    'After',
    'How',
  ],
}
