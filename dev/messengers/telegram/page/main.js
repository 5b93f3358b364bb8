import { bubble } from './bubbles.js'
import { element } from './elements.js'
import { label } from './labels.js'
import { language, words } from './words.js'

const find = (id) => document.getElementById(id)
const chosen = { bot: null, person: null, editing: null, replyTo: null }
let bots = []

const get = async (path) => {
  const response = await fetch(`/playground/${path}`)
  const body = await response.json()
  if (!response.ok) throw new Error(body.problem)
  return body
}

/** Asks the stand-in to do something; what went wrong is told above the composer. */
const act = async (fields) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ person: chosen.person, ...fields })) {
    if (value !== null && value !== undefined) form.append(name, value)
  }
  const response = await fetch(`/playground/act?bot=${chosen.bot}`, { method: 'POST', body: form })
  const body = await response.json()
  find('problem').hidden = response.ok
  find('problem').textContent = body.problem ?? ''
  await refresh()
  return response.ok ? body.done : null
}

const bot = () => bots.find(({ id }) => id === chosen.bot)
const person = () => bot()?.people.find(({ id }) => id === chosen.person)

const refresh = async () => {
  bots = await get('state')
  if (!bot()) chosen.bot = bots[0]?.id ?? null
  if (!person()) chosen.person = bot()?.people[0]?.id ?? null
  showLists()
  await showChat()
}

const showLists = () => {
  const options = bots.map(({ id, name, username }) =>
    element('option', { value: id, textContent: `${name} @${username}` }),
  )
  find('bots').replaceChildren(...options)
  find('bots').value = String(chosen.bot)
  const current = bot()
  const way = current?.webhook ?? words.polling
  find('bot-state').textContent = current
    ? `${words.delivery}: ${way} · ${words.pending}: ${current.pending}`
    : ''
  find('list').replaceChildren(...(current?.people ?? []).map(listRow))
  find('faults-waiting').textContent = `${words.faultsWaiting}: ${current?.faultsWaiting ?? 0}`
  find('calls').replaceChildren(
    ...(current?.calls ?? [])
      .toReversed()
      .map(({ method, outcome }) => element('li', { textContent: `${method}: ${outcome}` })),
  )
}

const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })

const listRow = ({ id, name, last, isBlocking }) => {
  const row = element(
    'button',
    {
      type: 'button',
      onclick: () => {
        openChat(id)
        void refresh()
      },
    },
    [
      element('bdi', { className: 'name', textContent: name || '…' }),
      element('span', {
        className: 'meta',
        textContent: last ? time.format(new Date(last.date * 1000)) : '',
      }),
      element('bdi', { className: 'meta', textContent: isBlocking ? words.blocked : (last?.text ?? '') }),
    ],
  )
  row.setAttribute('aria-current', String(id === chosen.person))
  return element('li', {}, [row])
}

let shown = ''
let shownPerson = null

const openChat = (id) => {
  if (id !== chosen.person) find('text').value = ''
  chosen.person = id
  setEditing(null)
  find('problem').hidden = true
  find('page').dataset.view = 'chat'
  shown = ''
  shownPerson = null
}

const showChat = async () => {
  const current = person()
  for (const id of ['start', 'phone', 'rename', 'block']) find(id).disabled = !current
  find('chat-name').textContent = current?.name ?? words.title
  find('block').textContent = current?.isBlocking ? words.unblock : words.block
  find('send').disabled = find('text').disabled = !current || current.isBlocking
  find('text').placeholder = current?.isBlocking ? words.blocked : words.placeholder
  if (!current) {
    find('messages').replaceChildren(element('p', { className: 'meta', textContent: words.nobody }))
    return
  }
  const chat = await get(`chat?bot=${chosen.bot}&person=${chosen.person}`)
  const key = JSON.stringify([chosen, chat])
  if (key === shown) return
  shown = key
  const box = find('messages')
  const isAtEnd = shownPerson !== chosen.person || box.scrollHeight - box.scrollTop - box.clientHeight < 80
  shownPerson = chosen.person
  const bubbles = chat.messages.map((message) => bubble(message, chat, messageActions))
  box.replaceChildren(
    ...(bubbles.length > 0 ? bubbles : [element('p', { className: 'meta', textContent: words.empty })]),
  )
  find('keyboard').replaceChildren(...(chat.keyboard ?? []).map(keyboardRow))
  if (isAtEnd) box.scrollTop = box.scrollHeight
}

const messageActions = {
  edit: (message) => {
    setEditing(message.message_id)
    find('text').value = message.text ?? message.caption ?? ''
    find('text').focus()
  },
  reply: (message) => {
    setReplying(message.message_id)
    find('text').focus()
  },
  react: (message, emoji) => act({ act: 'react', messageId: message.message_id, emoji }),
  press: (message, button) =>
    act({ act: 'press', messageId: message.message_id, data: button.callback_data }),
}

const keyboardRow = (row) =>
  element(
    'div',
    {},
    row.map((button) =>
      element('button', {
        type: 'button',
        textContent: button.text ?? button,
        onclick: () =>
          button.request_contact ? sharePhone() : act({ act: 'text', text: button.text ?? button }),
      }),
    ),
  )

const setEditing = (messageId) => {
  Object.assign(chosen, { editing: messageId, replyTo: null })
  find('editing').hidden = messageId === null
  find('editing').querySelector('span').textContent = words.editing
}

const setReplying = (messageId) => {
  Object.assign(chosen, { editing: null, replyTo: messageId })
  find('editing').hidden = false
  find('editing').querySelector('span').textContent = words.replying
}

const ask = (question, suggestion, fields) => {
  const answer = prompt(question, suggestion)
  if (answer !== null) void act(fields(answer))
}

const sharePhone = () => ask(words.phonePrompt, '+79005550142', (phone) => ({ act: 'phone', phone }))

const sendText = async () => {
  const text = find('text').value
  if (text.trim() === '') return
  const { editing, replyTo } = chosen
  const done = await act(
    editing === null ? { act: 'text', text, replyTo } : { act: 'edit', messageId: editing, text },
  )
  if (done === null) return
  find('text').value = ''
  setEditing(null)
  find('messages').scrollTop = find('messages').scrollHeight
}

const sendFiles = async (input, asDocuments) => {
  const fields = {
    act: 'files',
    asDocuments: String(asDocuments),
    caption: find('text').value.trim() || null,
  }
  ;[...input.files].slice(0, 10).forEach((file, index) => (fields[`file${index}`] = file))
  find('attach').open = false
  input.value = ''
  if ((await act(fields)) !== null) find('text').value = ''
}

const listen = () => {
  find('bots').onchange = (event) => {
    chosen.bot = Number(event.target.value)
    void refresh()
  }
  find('new-person').onsubmit = async (event) => {
    event.preventDefault()
    const { name } = event.target.elements
    const [firstName, ...rest] = name.value.trim().split(/\s+/)
    const done = await act({
      act: 'createPerson',
      firstName,
      lastName: rest.join(' '),
      languageCode: language,
    })
    name.value = ''
    if (!done) return
    openChat(done.id)
    await refresh()
    find('text').focus()
  }
  find('new-fault').onsubmit = (event) => {
    event.preventDefault()
    const { method, kind, times, onlyHere } = event.target.elements
    const chatId = onlyHere.checked ? chosen.person : null
    void act({ act: 'fault', method: method.value, kind: kind.value, times: times.value, chatId })
  }
  find('clear-faults').onclick = () => act({ act: 'clearFaults' })
  find('back').onclick = () => (find('page').dataset.view = 'list')
  find('start').onclick = () => ask(words.startPrompt, '', (parameter) => ({ act: 'start', parameter }))
  find('phone').onclick = sharePhone
  find('rename').onclick = () =>
    ask(words.renamePrompt, person()?.name ?? '', (name) => ({
      act: 'rename',
      firstName: name,
      lastName: '',
    }))
  find('block').onclick = () => act({ act: person()?.isBlocking ? 'unblock' : 'block' })
  listenToComposer()
}

const listenToComposer = () => {
  find('composer').onsubmit = (event) => {
    event.preventDefault()
    void sendText()
  }
  find('text').onkeydown = (event) => {
    if (event.key === 'Escape') setEditing(null)
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void sendText()
  }
  find('editing').querySelector('button').onclick = () => setEditing(null)
  find('pictures').onchange = (event) => sendFiles(event.target, false)
  find('documents').onchange = (event) => sendFiles(event.target, true)
  const sample = ([kind, textContent]) =>
    element('button', {
      type: 'button',
      className: 'quiet',
      textContent,
      onclick: () => {
        find('attach').open = false
        void act({ act: 'sample', kind })
      },
    })
  find('samples').replaceChildren(...Object.entries(words.sampleNames).map(sample))
}

find('text').addEventListener('focus', () => (find('attach').open = false))
label()
listen()
await refresh()
new EventSource('/playground/live').onmessage = () => refresh()
