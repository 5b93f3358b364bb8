import { defineWords } from '../../lib/words.ts'

/** The words of running out of room for files. */
const ru = {
  'room.low': 'Место для файлов кончается: осталось {{left}}',
  'room.full': 'Для файлов нет места: новые не принимаются, текст уходит и приходит как обычно',
  'room.waiting_one': 'Ждёт места {{count}} файл от клиентов',
  'room.waiting_few': 'Ждут места {{count}} файла от клиентов',
  'room.waiting_many': 'Ждут места {{count}} файлов от клиентов',
  'room.waiting_other': 'Ждут места {{count}} файла от клиентов',
  'room.disk': 'Освободите место на диске сервера',
  'room.quota': 'Занято {{used}} из {{quota}}. Предел задаёт STORAGE_QUOTA_MB',
} as const

const en: Record<keyof typeof ru, string> = {
  'room.low': 'Room for files is running out: {{left}} left',
  'room.full': 'There is no room for files: new ones are refused; text comes and goes as ever',
  'room.waiting_one': '{{count}} file of clients waits for room',
  'room.waiting_few': '{{count}} files of clients wait for room',
  'room.waiting_many': '{{count}} files of clients wait for room',
  'room.waiting_other': '{{count}} files of clients wait for room',
  'room.disk': 'Free some of the server’s disk',
  'room.quota': '{{used}} of {{quota}} taken. The limit is set by STORAGE_QUOTA_MB',
}

export const storageWords = defineWords('storage', { ru, en })
