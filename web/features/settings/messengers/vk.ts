import type { MessengerGuide } from './messenger-guide.ts'

/** The rights a community's key needs, in the order of VK's own list. */
export const vkRights = ['manage', 'messages', 'photos', 'docs'] as const

export const vkGuide: MessengerGuide = {
  tokenPage: 'https://vk.com/groups?tab=admin',
  pattern: /^[\w.-]{40,300}$/,
  placeholder: 'vk1.a.…',
  chatLink: (handle) => `https://vk.me/${handle}`,
  shownHandle: (handle) => `vk.com/${handle}`,
}

export const vkRu = {
  'mes.vk.need': 'Ключ доступа сообщества',
  'mes.vk.1': 'Создайте ключ доступа в сообществе',
  'mes.vk.1.d':
    'В сообществе: Управление → Настройки → Работа с API → Создать ключ. Заодно включите сообщения: Управление → Сообщения. Ключу нужны права:',
  'mes.vk.1.a': 'Открыть мои сообщества',
  'mes.vk.2': 'Скопируйте ключ и вставьте сюда',
  'mes.vk.token': 'Ключ доступа сообщества',
  'mes.vk.bad': 'Ключ выглядит так: vk1.a.… Скопируйте его целиком',
  'mes.vk.ok': 'Сообщество найдено: {{name}}',
  'mes.vk.connect': 'Подключить это сообщество',
  'mes.vk.3': 'Напишите сообществу «привет» со своей страницы',
  'mes.vk.right.manage': 'управление сообществом',
  'mes.vk.right.messages': 'сообщения сообщества',
  'mes.vk.right.photos': 'фотографии',
  'mes.vk.right.docs': 'файлы',
} as const

export const vkEn: Record<keyof typeof vkRu, string> = {
  'mes.vk.need': 'Community access key',
  'mes.vk.1': 'Make an access key in the community',
  'mes.vk.1.d':
    'In the community: Manage → Settings → API usage → Create token. While there, switch messages on: Manage → Messages. The key needs these rights:',
  'mes.vk.1.a': 'Open my communities',
  'mes.vk.2': 'Copy the key and paste it here',
  'mes.vk.token': 'Community access key',
  'mes.vk.bad': 'A key looks like this: vk1.a.… Copy it whole',
  'mes.vk.ok': 'Community found: {{name}}',
  'mes.vk.connect': 'Connect this community',
  'mes.vk.3': 'Send “hello” to the community from your own page',
  'mes.vk.right.manage': 'community management',
  'mes.vk.right.messages': 'community messages',
  'mes.vk.right.photos': 'photos',
  'mes.vk.right.docs': 'files',
}
