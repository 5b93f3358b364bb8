const russian = {
  title: 'Viber: сыграйте клиента',
  account: 'Аккаунт',
  people: 'Клиенты',
  chat: 'Чат',
  newName: 'Имя нового клиента',
  create: 'Создать',
  noWebhook: 'webhook не задан',
  pending: 'ждут доставки',
  lost: 'потеряны',
  faults: 'Сбои мессенджера',
  place: 'Где',
  fault: 'Сбой',
  times: 'Сколько раз',
  addFault: 'Включить',
  clearFaults: 'Убрать все',
  faultsWaiting: 'Ждут своего часа',
  open: 'Открыть чат',
  openPrompt: 'Контекст ссылки (можно пусто)',
  read: 'Прочитать',
  receipts: 'Что сообщает клиент',
  receiptKinds: {
    none: 'без отметок',
    delivered: 'доставлено',
    seen: 'доставлено и прочитано',
    seenFirst: 'прочитано раньше доставки',
  },
  phone: 'Дать номер',
  phonePrompt: 'Номер телефона',
  rename: 'Имя',
  renamePrompt: 'Новое имя',
  block: 'Отписаться',
  subscribe: 'Подписаться',
  attach: 'Вложить',
  files: 'Файл, фото или видео…',
  samples: 'Готовые образцы',
  placeholder: 'Сообщение',
  send: 'Отправить',
  empty: 'Здесь появится переписка. Напишите первое сообщение.',
  nobody: 'Создайте клиента слева, чтобы написать.',
  problem: 'Не получилось',
  states: { accepted: 'принято', delivered: 'доставлено', seen: 'прочитано', failed: 'не показано' },
  places: { '*': 'любой метод', webhook: 'доставка событий', media: 'скачивание файла' },
  kinds: {
    answerDropped: 'сделано, но ответа нет',
    cutMidAnswer: 'ответ оборван посередине',
    outage: 'ошибка 500',
    tooManyRequests: 'слишком часто (12)',
    notSubscribed: 'клиент отписался (6)',
    tokenRefused: 'ключ не подходит (2)',
    failLater: 'принято, но не показано',
    hang: 'сделано, молчит 8 с',
    slow: 'ответ на 8 с позже',
    reset: 'соединение сброшено',
    deliverTwice: 'событие дважды сразу',
    reorder: 'события не по порядку',
    delay: 'событие на 8 с позже',
  },
  sampleNames: {
    picture: 'Фото',
    file: 'Файл',
    sticker: 'Стикер',
    location: 'Место',
    contact: 'Контакт',
    url: 'Ссылка',
    unknown: 'Неизвестное',
  },
}

const english = {
  title: 'Viber: play the client',
  account: 'Account',
  people: 'Clients',
  chat: 'Chat',
  newName: 'Name of a new client',
  create: 'Create',
  noWebhook: 'no webhook',
  pending: 'waiting for delivery',
  lost: 'lost',
  faults: 'Messenger faults',
  place: 'Where',
  fault: 'Fault',
  times: 'How many times',
  addFault: 'Switch on',
  clearFaults: 'Remove all',
  faultsWaiting: 'Waiting to strike',
  open: 'Open chat',
  openPrompt: 'Context of the link (may be empty)',
  read: 'Read',
  receipts: 'What the client reports',
  receiptKinds: {
    none: 'no receipts',
    delivered: 'delivered',
    seen: 'delivered and seen',
    seenFirst: 'seen before delivered',
  },
  phone: 'Share phone',
  phonePrompt: 'Phone number',
  rename: 'Name',
  renamePrompt: 'New name',
  block: 'Unsubscribe',
  subscribe: 'Subscribe',
  attach: 'Attach',
  files: 'File, photo or video…',
  samples: 'Ready samples',
  placeholder: 'Message',
  send: 'Send',
  empty: 'The conversation will appear here. Write the first message.',
  nobody: 'Create a client on the left to write.',
  problem: 'It did not work',
  states: { accepted: 'accepted', delivered: 'delivered', seen: 'seen', failed: 'not shown' },
  places: { '*': 'any method', webhook: 'delivery of events', media: 'file download' },
  kinds: {
    answerDropped: 'done, but no answer',
    cutMidAnswer: 'answer cut in the middle',
    outage: 'error 500',
    tooManyRequests: 'too many requests (12)',
    notSubscribed: 'client unsubscribed (6)',
    tokenRefused: 'token refused (2)',
    failLater: 'accepted, but not shown',
    hang: 'done, silent for 8 s',
    slow: 'answer 8 s late',
    reset: 'connection reset',
    deliverTwice: 'event twice at once',
    reorder: 'events out of order',
    delay: 'event 8 s late',
  },
  sampleNames: {
    picture: 'Photo',
    file: 'File',
    sticker: 'Sticker',
    location: 'Location',
    contact: 'Contact',
    url: 'Link',
    unknown: 'Unknown kind',
  },
}

export const language = navigator.language.toLowerCase().startsWith('ru') ? 'ru' : 'en'
export const words = language === 'ru' ? russian : english

const methods = ['send_message', 'set_webhook', 'get_account_info', 'get_user_details']

/** Puts the words of the browser's language on the page. */
export const label = () => {
  document.documentElement.lang = language
  document.title = words.title
  for (const node of document.querySelectorAll('[data-word]')) node.textContent = words[node.dataset.word]
  for (const node of document.querySelectorAll('[data-label]')) {
    node.setAttribute('aria-label', words[node.dataset.label])
  }
  for (const node of document.querySelectorAll('[data-hint]')) node.placeholder = words[node.dataset.hint]
  document.getElementById('receipts').replaceChildren(...Object.entries(words.receiptKinds).map(option))
  const places = [...Object.entries(words.places), ...methods.map((name) => [name, name])]
  const { elements } = document.getElementById('new-fault')
  elements.place.replaceChildren(...places.map(option))
  elements.kind.replaceChildren(...Object.entries(words.kinds).map(option))
}

const option = ([value, textContent]) =>
  Object.assign(document.createElement('option'), { value, textContent })
