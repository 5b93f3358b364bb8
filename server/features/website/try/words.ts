import type { Language } from '#contract/common'

/** The words of the example shop. */
export type ShopWords = {
  title: string
  strip: string
  stripLink: string
  noButton: string
  logo: [string, string, string]
  nav: [string, string, string]
  crumbs: string
  about: string
  rating: string
  price: string
  monthly: string
  body: string
  colors: { graphite: string; white: string; cherry: string }
  ask: string
  book: string
  promises: [string, string, string]
  related: string
  goods: { name: string; price: string }[]
  service: string
  serviceText: string
  other: string
}

const ru: ShopWords = {
  title: 'Versa Duo — Зерно и пар',
  strip: 'Пример магазина: напишите в чат справа внизу как покупатель, ответ пишите в',
  stripLink: 'ImBox',
  noButton:
    'Чат не показан: на этом сервере несколько аккаунтов. Откройте пример из «Подготовки к работе» своего аккаунта.',
  logo: ['зерно', 'и', 'пар'],
  nav: ['Кофемашины', 'К машине', 'Сервис'],
  crumbs: 'Кофемашины / Двухгруппные / Versa',
  about: 'Двухгруппная кофемашина для офиса и небольшой кофейни, до 120 чашек в день',
  rating: '4,9, 86 отзывов',
  price: '149 000 ₽',
  monthly: 'или 12 417 ₽ в месяц',
  body: 'Корпус',
  colors: { graphite: 'графит', white: 'белый', cherry: 'вишня' },
  ask: 'Спросить в чате',
  book: 'Подробнее о сервисе',
  promises: [
    'Привезём за два дня',
    'Монтаж и первая настройка бесплатно',
    'Гарантия 3 года, выезд мастера за день',
  ],
  related: 'С этой машиной берут',
  goods: [
    { name: 'Кофемолка Tera 64', price: '35 500 ₽' },
    { name: 'Зерно «Гуджи», 1 кг', price: '2 190 ₽' },
    { name: 'Чашки Nord, 6 шт.', price: '3 400 ₽' },
  ],
  service: 'Сервис',
  serviceText:
    'Мастер привозит машину, подключает воду, настраивает помол и учит варить. Раз в полгода приезжает на профилактику.',
  other: 'English',
}

const en: ShopWords = {
  title: 'Versa Duo — Bean & Steam',
  strip: 'An example shop: write in the chat at the bottom right as a customer, answer in',
  stripLink: 'ImBox',
  noButton:
    'The chat is not shown: this server has several accounts. Open the example from “Getting ready” in your account.',
  logo: ['bean', '&', 'steam'],
  nav: ['Coffee machines', 'Goes with it', 'Service'],
  crumbs: 'Coffee machines / Two groups / Versa',
  about: 'A two-group coffee machine for an office or a small café, up to 120 cups a day',
  rating: '4.9, 86 reviews',
  price: '€1,490',
  monthly: 'or €124 a month',
  body: 'Body',
  colors: { graphite: 'graphite', white: 'white', cherry: 'cherry' },
  ask: 'Ask in the chat',
  book: 'About our service',
  promises: [
    'Delivered in two days',
    'Free installation and first setup',
    '3 years of warranty, a technician within a day',
  ],
  related: 'Goes with this machine',
  goods: [
    { name: 'Tera 64 grinder', price: '€355' },
    { name: 'Guji beans, 1 kg', price: '€29' },
    { name: 'Nord cups, set of 6', price: '€38' },
  ],
  service: 'Service',
  serviceText:
    'A technician brings the machine, connects the water, sets the grind and teaches you to brew. Twice a year he comes for a check-up.',
  other: 'Русский',
}

export const shopWords: Record<Language, ShopWords> = { ru, en }
