import type { Language } from '#contract/common'
import type { ChangeWords } from './change-words.ts'
import { roleWords } from './role-words.ts'

type Choices = Record<string, Record<Language, string>>

const name: ChangeWords = { ru: 'Название', en: 'Name', kind: 'text' }
/** Counted from one. */
const place: ChangeWords = { ru: 'Место по порядку', en: 'Place in the order', kind: 'text' }
const movedTo: ChangeWords = { ru: 'Сделки перенесены', en: 'Deals moved to', kind: 'place' }

const colors: Choices = {
  slate: { ru: 'серый', en: 'grey' },
  blue: { ru: 'синий', en: 'blue' },
  teal: { ru: 'бирюзовый', en: 'teal' },
  amber: { ru: 'янтарный', en: 'amber' },
  violet: { ru: 'фиолетовый', en: 'violet' },
  rose: { ru: 'розовый', en: 'rose' },
  green: { ru: 'зелёный', en: 'green' },
  red: { ru: 'красный', en: 'red' },
}
const color: ChangeWords = { ru: 'Цвет', en: 'Colour', kind: 'choice', choices: colors }

const fieldTypes: Choices = {
  text: { ru: 'текст', en: 'text' },
  long_text: { ru: 'длинный текст', en: 'long text' },
  number: { ru: 'число', en: 'number' },
  money: { ru: 'деньги', en: 'money' },
  checkbox: { ru: 'да или нет', en: 'yes or no' },
  select: { ru: 'один из вариантов', en: 'one of some choices' },
  multiselect: { ru: 'несколько вариантов', en: 'several choices' },
  date: { ru: 'дата', en: 'date' },
  datetime: { ru: 'дата и время', en: 'date and time' },
  birthday: { ru: 'день рождения', en: 'birthday' },
  link: { ru: 'ссылка', en: 'link' },
  phone: { ru: 'телефон', en: 'phone' },
}

const kinds: Choices = {
  deal: { ru: 'сделки', en: 'deals' },
  customer: { ru: 'покупатели', en: 'customers' },
  contact: { ru: 'контакты', en: 'contacts' },
  company: { ru: 'компании', en: 'companies' },
}
const kind: ChangeWords = { ru: 'Где', en: 'Where', kind: 'choice', choices: kinds }

const lists: Choices = { deals: { ru: 'сделки', en: 'deals' }, imbox: { ru: 'ImBox', en: 'ImBox' } }

const anew: Choices = { given_anew: { ru: 'заданы заново', en: 'set anew' } }

const months = (ru: string, en: string): ChangeWords => ({ ru, en, kind: 'months' })

/** What of the settings may have changed, by what they are of, as their pages call it. */
export const settingsWords: Record<string, Record<string, ChangeWords>> = {
  field: {
    name,
    kind,
    type: { ru: 'Тип', en: 'Type', kind: 'choice', choices: fieldTypes },
    groupId: { ru: 'Блок', en: 'Block', kind: 'block' },
    choice: { ru: 'Вариант', en: 'Choice', kind: 'text' },
    visibleTo: { ru: 'Кто видит', en: 'Who sees it', kind: 'roles' },
    editableBy: { ru: 'Кто меняет', en: 'Who changes it', kind: 'roles' },
    requiredIn: { ru: 'Обязательно на этапах', en: 'Required in stages', kind: 'stages' },
    place,
  },
  field_group: { name, kind, place },
  tag: { name, kind, color },
  pipeline: { name, isMain: { ru: 'Основная', en: 'Main one', kind: 'yesNo' }, place, movedTo },
  stage: { pipelineId: { ru: 'Воронка', en: 'Pipeline', kind: 'pipeline' }, name, color, place, movedTo },
  loss_reason: { name, place },
  task_type: { name },
  quick_answer: {
    shortcut: { ru: 'Сокращение', en: 'Shortcut', kind: 'text' },
    text: { ru: 'Текст', en: 'Text', kind: 'text' },
    files: { ru: 'Файлы', en: 'Files', kind: 'list' },
  },
  saved_view: {
    name,
    list: { ru: 'Список', en: 'List', kind: 'choice', choices: lists },
    filter: { ru: 'Условия', en: 'Conditions', kind: 'choice', choices: anew },
  },
  working_hours: {
    timeZone: { ru: 'Часовой пояс', en: 'Time zone', kind: 'text' },
    intervals: { ru: 'Рабочие часы', en: 'Working hours', kind: 'hours' },
    holidays: { ru: 'Нерабочие дни', en: 'Days off', kind: 'days' },
  },
  settings: {
    newConversationRule: { ru: 'Новая беседа', en: 'New conversation', kind: 'choice' },
    dealOnFirstReply: {
      ru: 'Сделка, когда клиент ответит первым',
      en: 'A deal on a client’s first reply',
      kind: 'yesNo',
    },
    'responseTime.isOn': { ru: 'Время на ответ', en: 'Response time', kind: 'yesNo' },
    'responseTime.limitMinutes': { ru: 'Ответить за, минут', en: 'Answer within, minutes', kind: 'text' },
    'responseTime.counts': { ru: 'Какое время считать', en: 'Which time counts', kind: 'choice' },
    'responseTime.headUserId': { ru: 'Кому ещё сообщать', en: 'Whom else to tell', kind: 'user' },
    'retention.messages': months(
      'Хранить сообщения и файлы бесед',
      'Keep messages and files of conversations',
    ),
    'retention.files': months('Хранить файлы в сообщениях', 'Keep files of messages'),
    'retention.internal': months('Хранить переписку коллег', 'Keep messages of colleagues'),
    'retention.events': months('Хранить события', 'Keep events'),
  },
  role: roleWords,
  group: { name, moveTo: { ru: 'Группа вместо неё', en: 'Group in its place', kind: 'group' } },
  dead_letter: { channelId: { ru: 'Канал', en: 'Channel', kind: 'channel' } },
  user: {
    name: { ru: 'Имя', en: 'Name', kind: 'text' },
    roleId: { ru: 'Роль', en: 'Role', kind: 'role' },
    groupId: { ru: 'Группа', en: 'Group', kind: 'group' },
    until: { ru: 'До', en: 'Until', kind: 'time' },
    substituteId: { ru: 'Замещает', en: 'Substitute', kind: 'user' },
    expires: { ru: 'Действует до', en: 'Good until', kind: 'time' },
  },
}
