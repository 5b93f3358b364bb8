import { defineWords } from '../../../lib/words.ts'

const ru = {
  'place.title': 'Отправить место',
  'place.where': 'Координаты или ссылка на карту',
  'place.where.hint':
    'Например, 59.9343, 30.3351, или полная ссылка Яндекс Карт, Google, 2ГИС, OpenStreetMap',
  'place.where.unread': 'Места здесь не видно. Короткую ссылку откройте и скопируйте полную',
  'place.mine': 'Где я сейчас',
  'place.name': 'Название, если есть',
  'place.asText': '{{channel}}: уйдёт текстом со ссылкой на карту',
  'place.send': 'Отправить',
  'place.no.denied': 'Браузер не сказал, где вы. Разрешите этому сайту местоположение в настройках браузера',
  'place.no.insecure': 'Браузер говорит, где вы, только страницам, открытым по https',
  'place.no.unknown': 'Не удалось узнать, где вы',
} as const

const en: Record<keyof typeof ru, string> = {
  'place.title': 'Send a place',
  'place.where': 'Coordinates or a link to a map',
  'place.where.hint': 'Such as 59.9343, 30.3351, or a full link of Yandex, Google, 2GIS or OpenStreetMap',
  'place.where.unread': 'There is no place in this. Open a short link and copy the full one',
  'place.mine': 'Where I am now',
  'place.name': 'Its name, if it has one',
  'place.asText': '{{channel}}: leaves as text with a link to a map',
  'place.send': 'Send',
  'place.no.denied':
    'The browser did not say where you are. Allow this site your location in the browser’s settings',
  'place.no.insecure': 'Browsers say where you are only to pages opened over https',
  'place.no.unknown': 'It could not be found out where you are',
}

export const placeWords = defineWords('place', { ru, en })
