import type { ChannelKind } from '#contract/channels'
import type { Language } from '#contract/common'
import type { NotificationKind, NotificationView } from '#contract/notifications'

/** How a line is told outside the application: in a push, in a letter. */
type Told = {
  /** What happened, without a name or a word of anybody. */
  what: string
  /** Of whom or what it is. */
  title: string
  text: string
}

const whatWords: Record<NotificationKind, Record<Language, string>> = {
  incoming: { ru: 'Новое сообщение клиента', en: 'New message of a client' },
  mention: { ru: 'Вас упомянули', en: 'You were mentioned' },
  internal: { ru: 'Новое внутреннее сообщение', en: 'New internal message' },
  assignment: { ru: 'Теперь вы ответственный', en: 'You are now responsible' },
  task: { ru: 'Срок задачи', en: 'Task is due' },
  reminder: { ru: 'Вы просили напомнить', en: 'You asked to be reminded' },
  response_time: { ru: 'Превышено время на ответ', en: 'Response time exceeded' },
  channel: { ru: 'Канал не работает', en: 'A channel does not work' },
  scheduled_failed: {
    ru: 'Запланированное сообщение не ушло',
    en: 'A scheduled message did not leave',
  },
}

const channelWords: Record<ChannelKind, Record<Language, string>> = {
  telegram: { ru: 'Telegram', en: 'Telegram' },
  viber: { ru: 'Viber', en: 'Viber' },
  vk: { ru: 'ВКонтакте', en: 'VK' },
  website: { ru: 'Сайт', en: 'Website' },
}

const fileWords: Record<string, Record<Language, string>> = {
  photo: { ru: 'Фото', en: 'Photo' },
  video: { ru: 'Видео', en: 'Video' },
  video_note: { ru: 'Видеосообщение', en: 'Video message' },
  voice: { ru: 'Голосовое сообщение', en: 'Voice message' },
}
const anyFile: Record<Language, string> = { ru: 'Файл', en: 'File' }
const anything: Record<Language, string> = { ru: 'Сообщение', en: 'Message' }

export function tellLine(item: NotificationView, language: Language): Told {
  const what = whatWords[item.kind][language]
  switch (item.kind) {
    case 'incoming': {
      const file = item.attachment === null ? null : (fileWords[item.attachment] ?? anyFile)
      const text = item.text || (file ?? anything)[language]
      const more = item.count > 1 ? ` (${item.count})` : ''
      return { what, title: `${item.contact.name}, ${channelWords[item.channelKind][language]}${more}`, text }
    }
    case 'channel':
      return { what, title: `${channelWords[item.channel.kind][language]}: ${item.channel.name}`, text: what }
    case 'scheduled_failed':
      return { what, title: item.contact.name, text: `${what}: ${item.text}` }
    default: {
      const where = item.card?.name ?? item.contact?.name ?? item.company?.name ?? null
      const title = [item.by?.name, where].filter((part) => part).join(', ') || what
      return { what, title, text: item.text === '' ? what : `${what}: ${item.text}` }
    }
  }
}
