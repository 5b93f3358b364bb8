import type { ConversationRow } from '#contract/conversations'
import { preferences } from '#contract/people'
import type { PipelineView } from '#contract/pipelines'
import type { Me } from '#contract/people'

const now = Date.now()
export const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString()
export const ahead = (minutes: number): string => ago(-minutes)

export const me: Me = {
  user: {
    id: 1,
    name: 'Павел Дроздов',
    email: 'pavel@zernopar.ru',
    language: 'ru',
    timeZone: 'Europe/Moscow',
    preferences: preferences.parse({}),
  },
  account: {
    id: 1,
    name: 'Зерно и пар',
    subdomain: 'zernopar',
    timeZone: 'Europe/Moscow',
    currency: 'RUB',
    country: 'RU',
    createdAt: ago(90_000),
  },
  rights: {
    isAdmin: true,
    settings: true,
    answersClients: true,
    addsDeals: true,
    addsContacts: true,
    addsCustomers: true,
    addsCompanies: true,
    addsTasks: true,
    imports: ['contacts', 'companies', 'deals'],
    exports: ['contacts', 'companies', 'deals'],
    analytics: true,
    incoming: true,
    bots: 'edit',
    stamp: '',
  },
  colleagues: [
    { id: 1, name: 'Павел Дроздов', isActive: true, groupId: null, awayUntil: null, substituteId: null },
  ],
  groups: [],
  liveCursor: '',
}

type Given = {
  number: number
  name: string
  kind: ConversationRow['channel']['kind']
  card?: [string, string, string]
  text: string
  author?: 'client' | 'me' | 'bot' | 'colleague'
  state?: 'read' | 'failed' | 'uncertain' | 'sent'
  attachment?: string
  unread?: number
  minutes: number
  isWaiting?: boolean
  isClosed?: boolean
}

const authors = {
  client: { kind: 'client', id: 5, name: null },
  me: { kind: 'user', id: 1, name: 'Павел Дроздов' },
  colleague: { kind: 'user', id: 2, name: 'Алина Сафина' },
  bot: { kind: 'bot', id: 3, name: 'Подбор машины' },
} as const

function row(given: Given): ConversationRow {
  const { number, name, kind, card, text, author = 'client', state, attachment, unread = 0, minutes } = given
  return {
    number,
    chatId: `0197a1f0-0000-7000-8000-0000000${number}`,
    channel: { id: 1, kind, name: kind },
    contact: { id: number, name, avatarUrl: null },
    card: card
      ? {
          kind: 'deal',
          id: 1,
          name: 'Versa',
          pipelineId: 1,
          pipelineName: card[0],
          stageId: 1,
          stageName: card[1],
          stageColor: card[2],
        }
      : null,
    status: given.isClosed ? 'closed' : 'in_work',
    way: 'in',
    openedAt: ago(600),
    closedAt: given.isClosed ? ago(10) : null,
    isRead: unread === 0,
    unread,
    waitingSince: given.isWaiting ? ago(minutes) : null,
    due: null,
    responsibleUserId: 1,
    isStarred: false,
    isSubscribed: false,
    lastMessage: {
      id: '0197a1f0-0000-7000-8000-000000000001',
      direction: author === 'client' ? 'in' : 'out',
      author: authors[author],
      text,
      attachment: attachment ?? null,
      unsupported: null,
      isDeleted: false,
      at: ago(minutes),
      state: state ?? null,
    },
    lastMessageAt: ago(minutes),
  }
}

export const rows: ConversationRow[] = [
  row({
    number: 48207,
    name: 'Тимур Ахметов',
    kind: 'telegram',
    card: ['Сервис', 'Диагностика', 'rose'],
    text: 'Машина не набирает давление, а завтра открытие',
    unread: 3,
    minutes: 83,
    isWaiting: true,
  }),
  row({
    number: 48214,
    name: 'Светлана Юдина',
    kind: 'website',
    card: ['Розница', 'Первичный контакт', 'blue'],
    text: 'Белый корпус есть в наличии или только под заказ?',
    unread: 1,
    minutes: 18,
    isWaiting: true,
  }),
  row({
    number: 48213,
    name: 'Марина Ковалёва',
    kind: 'telegram',
    card: ['Розница', 'Подбор', 'amber'],
    text: 'А доставка во вторник получится? И сразу с монтажом',
    unread: 2,
    minutes: 6,
    isWaiting: true,
  }),
  row({
    number: 48209,
    name: 'Игорь Самойлов',
    kind: 'telegram',
    card: ['Опт', 'Согласование', 'violet'],
    text: '',
    attachment: 'voice',
    unread: 1,
    minutes: 4,
    isWaiting: true,
  }),
  row({
    number: 48198,
    name: 'Дарья Белова',
    kind: 'website',
    card: ['Розница', 'КП отправлено', 'violet'],
    text: 'Отправил расчёт на год, посмотрите, пожалуйста',
    author: 'me',
    state: 'read',
    minutes: 13,
  }),
  row({
    number: 48212,
    name: 'Артём Носов',
    kind: 'telegram',
    card: ['Розница', 'Неразобранное', 'slate'],
    text: 'Сколько чашек в день вы готовите?',
    author: 'bot',
    minutes: 14,
  }),
  row({
    number: 48190,
    name: 'Ксения Орлова',
    kind: 'telegram',
    card: ['Сервис', 'Счёт', 'teal'],
    text: 'Счёт на обслуживание № 1192',
    author: 'me',
    state: 'failed',
    minutes: 37,
  }),
  row({
    number: 48171,
    name: 'مريم الفارسي 🌿 و اسم طويل جدا لا ينتهي أبدا',
    kind: 'website',
    text: 'Спасибо! Ждём мастера во вторник после обеда',
    author: 'colleague',
    state: 'sent',
    minutes: 2000,
    isClosed: true,
  }),
]

const stages = [
  ['Неразобранное', 'slate', 'incoming'],
  ['Первичный контакт', 'blue', 'normal'],
  ['Подбор', 'amber', 'normal'],
  ['КП отправлено', 'violet', 'normal'],
  ['Счёт выставлен', 'teal', 'normal'],
  ['Успешно', 'green', 'won'],
  ['Проиграна', 'red', 'lost'],
] as const

export const pipelines: PipelineView[] = [
  {
    id: 1,
    name: 'Розница',
    isMain: true,
    stages: stages.map(([name, color, kind], index) => ({ id: index + 1, name, color, kind })),
  },
]

const drawing = (color: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="${color}"/><path d="M0 220 120 130l90 70 70-50 120 90v60H0z" fill="#00000033"/><circle cx="310" cy="80" r="34" fill="#ffffff88"/></svg>`)}`

export const pictures = ['#7aa7b0', '#b09a7a', '#8f7ab0', '#7ab087', '#b07a8a'].map((color, index) => ({
  key: color,
  name: `Кухня ${index + 1}.jpg`,
  url: drawing(color),
  state: 'ready' as const,
  width: 400,
  height: 300,
}))
