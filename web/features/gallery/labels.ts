import { defineWords } from '../../lib/words.ts'

/** The words of a card's files. */
const ru = {
  'gal.title': 'Файлы карточки',
  'gal.kind': 'Какие файлы',
  'gal.k.pictures': 'Фото и видео',
  'gal.k.documents': 'Документы',
  'gal.k.sounds': 'Звук',
  'gal.none.pictures': 'Фото и видео здесь ещё не было',
  'gal.none.documents': 'Документов здесь ещё не было',
  'gal.none.sounds': 'Записей здесь ещё не было',
  'gal.none.text': 'Здесь собирается всё, что прислали и отправили в чатах карточки, и файлы примечаний.',
  'gal.error': 'Не удалось загрузить файлы',
  'gal.open': 'Открыть {{name}}',
  'gal.toFeed': 'Показать в ленте',
  'gal.toFeed.of': 'Показать {{name}} в ленте',
  'gal.note': 'примечание',
  'gal.team': 'команде',
} as const

const en: Record<keyof typeof ru, string> = {
  'gal.title': 'Files of the card',
  'gal.kind': 'Which files',
  'gal.k.pictures': 'Photos and films',
  'gal.k.documents': 'Documents',
  'gal.k.sounds': 'Sound',
  'gal.none.pictures': 'No photos or films yet',
  'gal.none.documents': 'No documents yet',
  'gal.none.sounds': 'No recordings yet',
  'gal.none.text':
    'Everything that was sent and received in the chats of the card gathers here, with the files of its notes.',
  'gal.error': 'The files could not be loaded',
  'gal.open': 'Open {{name}}',
  'gal.toFeed': 'Show in the feed',
  'gal.toFeed.of': 'Show {{name}} in the feed',
  'gal.note': 'note',
  'gal.team': 'to the team',
}

export const galleryWords = defineWords('gallery', { ru, en })
