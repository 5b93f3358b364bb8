import type { Language } from '#contract/common'
import type { ChangeWords } from './change-words.ts'

/** The settings of a channel, as its page calls them. */
export const channelWords: Record<string, ChangeWords> = {
  name: { ru: 'Название', en: 'Name', kind: 'text' },
  pipelineId: { ru: 'Воронка', en: 'Pipeline', kind: 'pipeline' },
  responsibleUserId: { ru: 'Ответственный', en: 'Responsible', kind: 'user' },
  responsibleRule: { ru: 'Кто отвечает', en: 'Who is responsible', kind: 'choice' },
  groupId: { ru: 'Группа', en: 'Group', kind: 'group' },
  newConversationRule: { ru: 'Новая беседа', en: 'New conversation', kind: 'choice' },
  incomingLeads: { ru: 'Неразобранное', en: 'Incoming leads', kind: 'yesNo' },
  responseTime: { ru: 'Время на ответ', en: 'Response time', kind: 'limit' },
  greeting: { ru: 'Приветствие', en: 'Greeting', kind: 'text' },
  offlineText: { ru: 'Ответ в нерабочее время', en: 'Reply outside working hours', kind: 'text' },
  silenceHours: { ru: 'Закрывать после молчания, ч', en: 'Close after silence, h', kind: 'text' },
  silenceText: { ru: 'Последнее сообщение', en: 'Last message', kind: 'text' },
  sendsReadMarks: { ru: 'Отметки о прочтении', en: 'Read marks', kind: 'yesNo' },
  authorId: { ru: 'Кто пишет в самом мессенджере', en: 'Who writes in the messenger itself', kind: 'user' },
  origins: { ru: 'Адреса сайта', en: 'Addresses of the site', kind: 'list' },
  token: { ru: 'Токен', en: 'Token', kind: 'choice' },
}

/** What can be chosen there, and in other settings. */
export const choiceWords: Record<string, Record<Language, string>> = {
  account: { ru: 'как в аккаунте', en: 'as in the account' },
  off: { ru: 'без срока', en: 'no limit' },
  latest_open: { ru: 'последняя открытая карточка', en: 'the latest open card' },
  always_new: { ru: 'всегда новая сделка', en: 'always a new deal' },
  latest_any: { ru: 'последняя карточка', en: 'the latest card' },
  fixed: { ru: 'выбранный сотрудник', en: 'a chosen colleague' },
  contact: { ru: 'ответственный за контакт', en: 'whoever is responsible for the contact' },
  round_robin: { ru: 'группа по очереди', en: 'people of a group in turn' },
  working: { ru: 'только рабочее время', en: 'working time only' },
  all: { ru: 'всё время', en: 'all time' },
  given_anew: { ru: 'указан заново', en: 'given anew' },
}
