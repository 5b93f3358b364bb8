import { defineWords } from '../../../lib/words.ts'

/** The words of the time within which clients are to be answered. */
const ru = {
  'rt.title': 'Время на ответ',
  'rt.title.d':
    'Отсчёт идёт с первого сообщения, на которое не ответили. Уже начатый отсчёт идёт по прежним правилам',
  'rt.on': 'Создавать событие «Превышено время на ответ»',
  'rt.on.off': 'Сейчас срок есть только у каналов, где он задан отдельно',
  'rt.limit': 'Ответить за, минут',
  'rt.limit.wrong': 'От 1 минуты до 7 дней',
  'rt.working': 'Считать только рабочее время',
  'rt.working.d': 'По часам и выходным аккаунта',
  'rt.working.unset': 'Рабочие часы не заданы, поэтому считается всё время',
  'rt.working.link': 'Рабочие часы',
  'rt.head': 'Кому сообщать, кроме ответственного',
  'rt.head.d': 'Этот человек узнаёт о каждом превышении, даже если ответят раньше, чем он посмотрит',
  'rt.head.none': 'Никому',
  'rt.example': 'Если клиент напишет сейчас, ответить нужно до {{time}}',
  'rt.example.never': 'Рабочего времени впереди нет: срок никогда не наступит',
  'rt.ch': 'Время на ответ',
  'rt.ch.account.on': 'Как у аккаунта: {{duration}}',
  'rt.ch.account.off': 'Как у аккаунта: без срока',
  'rt.ch.account': 'Как у аккаунта',
  'rt.ch.own': 'Свой срок',
  'rt.ch.off': 'Без срока',
} as const

const en: Record<keyof typeof ru, string> = {
  'rt.title': 'Response time',
  'rt.title.d':
    'It runs from the first message that nobody has answered. What runs already keeps its former rules',
  'rt.on': 'Record the event “Response time exceeded”',
  'rt.on.off': 'Now only channels with a limit of their own have one',
  'rt.limit': 'Answer within, minutes',
  'rt.limit.wrong': 'From 1 minute to 7 days',
  'rt.working': 'Count working time only',
  'rt.working.d': 'By the hours and days off of the account',
  'rt.working.unset': 'No working hours are set, so all time counts',
  'rt.working.link': 'Working hours',
  'rt.head': 'Whom to tell beside the responsible',
  'rt.head.d': 'Is told each time it is exceeded, even when the answer comes before he looks',
  'rt.head.none': 'Nobody',
  'rt.example': 'Who writes now is to be answered by {{time}}',
  'rt.example.never': 'There is no working time ahead: the limit is never reached',
  'rt.ch': 'Response time',
  'rt.ch.account.on': 'As the account: {{duration}}',
  'rt.ch.account.off': 'As the account: no limit',
  'rt.ch.account': 'As the account',
  'rt.ch.own': 'Its own limit',
  'rt.ch.off': 'No limit',
}

export const responseTimeWords = defineWords('response-time', { ru, en })
