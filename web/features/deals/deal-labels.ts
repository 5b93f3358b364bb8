import { defineWords } from '../../lib/words.ts'

/** The words of a deal's card. */
const ru = {
  'deal.error': 'Не удалось загрузить сделку',
  'deal.gone': 'Такой сделки нет',
  'deal.gone.text': 'Возможно, она вам больше не видна',
  'deal.toList': 'К сделкам',
  'deal.fields': 'Поля сделки',
  'deal.name': 'Название',
  'deal.budget': 'Бюджет',
  'deal.responsible': 'Ответственный',
  'deal.nobody': 'Не назначен',
  'deal.source': 'Источник',
  'deal.byHand': 'Создана вручную',
  'deal.created': 'Создана',
  'deal.lossReason': 'Причина отказа',
  'deal.lossReason.none': 'Не указана',
  'deal.stageSince': '{{duration}} на этапе',
} as const

const en: Record<keyof typeof ru, string> = {
  'deal.error': 'Could not load the deal',
  'deal.gone': 'There is no such deal',
  'deal.gone.text': 'Perhaps you may not see it any more',
  'deal.toList': 'To the deals',
  'deal.fields': 'Deal fields',
  'deal.name': 'Name',
  'deal.budget': 'Budget',
  'deal.responsible': 'Responsible',
  'deal.nobody': 'Nobody',
  'deal.source': 'Source',
  'deal.byHand': 'Made by hand',
  'deal.created': 'Created',
  'deal.lossReason': 'Reason of losing',
  'deal.lossReason.none': 'Not given',
  'deal.stageSince': '{{duration}} in stage',
}

export const dealWords = defineWords('deal', { ru, en })
