import { bubble } from './bubbles.js'
import { element } from './elements.js'
import { language, words } from './words.js'

const find = (id) => document.getElementById(id)
const chosen = { community: null, person: null, editing: null, replyTo: null }
let communities = []

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
  const response = await fetch(`/playground/act?community=${chosen.community}`, {
    method: 'POST',
    body: form,
  })
  const body = await response.json()
  find('problem').hidden = response.ok
  find('problem').textContent = body.problem ?? ''
  await refresh()
  return response.ok ? body.done : null
}

const community = () => communities.find(({ id }) => id === chosen.community)
const person = () => community()?.people.find(({ id }) => id === chosen.person)

const refresh = async () => {
  communities = await get('state')
  if (!community()) chosen.community = communities[0]?.id ?? null
  if (!person()) chosen.person = community()?.people[0]?.id ?? null
  showLists()
  await showChat()
}

const showLists = () => {
  const option = ({ id, name, screenName }) =>
    element('option', { value: id, textContent: `${name} (${screenName})` })
  find('communities').replaceChildren(...communities.map(option))
  find('communities').value = String(chosen.community)
  const current = community()
  if (!current) return
  const ways = [...current.callback, ...(current.isPolled ? [words.polling] : [])]
  find('state').textContent =
    `${words.delivery}: ${ways.join(', ') || words.nowhere} · ${words.pending}: ${current.pending}`
  find('list').replaceChildren(...current.people.map(listRow))
  find('faults-waiting').textContent = `${words.faultsWaiting}: ${current.faultsWaiting}`
  const call = ({ method, outcome }) => element('li', { textContent: `${method}: ${outcome}` })
  find('calls').replaceChildren(...current.calls.toReversed().map(call))
}

const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })

const listRow = ({ id, name, last }) => {
  const row = element('button', { type: 'button', onclick: () => openChat(id) }, [
    element('bdi', { className: 'name', textContent: name || '…' }),
    element('span', { className: 'meta', textContent: last ? time.format(last.date * 1000) : '' }),
    element('bdi', { className: 'meta', textContent: last?.text ?? '' }),
  ])
  row.setAttribute('aria-current', String(id === chosen.person))
  return element('li', {}, [row])
}

let shown = ''

const openChat = (id) => {
  chosen.person = id
  setEditing(null)
  find('problem').hidden = true
  find('page').dataset.view = 'chat'
  shown = ''
  void refresh()
}

const showChat = async () => {
  const current = person()
  for (const id of ['start', 'read', 'operator', 'permission', 'send']) find(id).disabled = !current
  find('chat-name').textContent = current?.name ?? words.title
  find('permission').textContent = current?.standing === 'denied' ? words.allow : words.deny
  if (!current) {
    find('messages').replaceChildren(element('p', { className: 'meta', textContent: words.nobody }))
    return
  }
  const chat = await get(`chat?community=${chosen.community}&person=${chosen.person}`)
  const key = JSON.stringify([chosen, chat])
  if (key === shown) return
  shown = key
  const reactions = new Map(chat.reactions)
  const bubbles = chat.messages.map((message) =>
    bubble(message, reactions.get(message.conversation_message_id), messageActions),
  )
  const empty = element('p', { className: 'meta', textContent: words.empty })
  find('messages').replaceChildren(...(bubbles.length > 0 ? bubbles : [empty]))
  find('keyboard').replaceChildren(...chat.keyboard.map(keyboardRow))
  find('messages').scrollTop = find('messages').scrollHeight
}

const messageActions = {
  edit: (message) => {
    setEditing(message.conversation_message_id)
    find('text').value = message.text
    find('text').focus()
  },
  reply: (message) => {
    setReplying(message.conversation_message_id)
    find('text').focus()
  },
  react: (message, reaction) => act({ act: 'react', number: message.conversation_message_id, reaction }),
  forward: (message) => act({ act: 'forward', number: message.conversation_message_id }),
}

const keyboardRow = (row) =>
  element(
    'div',
    {},
    row.map(({ action }) =>
      element('button', {
        type: 'button',
        textContent: action.label,
        onclick: () =>
          action.type === 'callback'
            ? act({ act: 'press', payload: action.payload })
            : act({ act: 'text', text: action.label, payload: action.payload }),
      }),
    ),
  )

const setEditing = (number) => {
  Object.assign(chosen, { editing: number, replyTo: null })
  find('editing').hidden = number === null
  find('editing').querySelector('span').textContent = words.editing
}

const setReplying = (number) => {
  Object.assign(chosen, { editing: null, replyTo: number })
  find('editing').hidden = false
  find('editing').querySelector('span').textContent = words.replying
}

const ask = (question, fields) => {
  const answer = prompt(question, '')
  if (answer !== null) void act(fields(answer))
}

const sendText = async () => {
  const text = find('text').value
  if (text.trim() === '') return
  const { editing, replyTo } = chosen
  const done = await act(
    editing === null ? { act: 'text', text, replyTo } : { act: 'edit', number: editing, text },
  )
  if (done === null) return
  find('text').value = ''
  setEditing(null)
}

const sendFiles = async (input, asDocuments) => {
  const fields = { act: 'files', asDocuments: asDocuments ? '1' : '0', text: find('text').value.trim() }
  ;[...input.files].slice(0, 10).forEach((file, index) => (fields[`file${index}`] = file))
  find('attach').open = false
  input.value = ''
  if ((await act(fields)) !== null) find('text').value = ''
}

const label = () => {
  document.documentElement.lang = language
  document.title = words.title
  for (const id of ['communities', 'people', 'chat']) find(id).setAttribute('aria-label', words[id])
  find('new-person').elements.name.placeholder = words.newName
  find('new-person').querySelector('button').textContent = words.create
  find('text').placeholder = words.placeholder
  find('text').setAttribute('aria-label', words.placeholder)
  for (const id of ['start', 'read', 'operator', 'send']) find(id).textContent = words[id]
  find('attach').querySelector('summary').setAttribute('aria-label', words.documents)
  const [pictures, documents] = find('attach-menu').querySelectorAll('.item span')
  pictures.textContent = words.pictures
  documents.textContent = words.documents
  find('attach-menu').querySelector('.meta').textContent = words.samples
  find('editing').querySelector('button').textContent = words.cancel
  find('faults').querySelector('summary').textContent = words.faults
  const names = [words.place, words.fault, words.times]
  find('new-fault')
    .querySelectorAll('label span')
    .forEach((span, index) => (span.textContent = names[index]))
  find('new-fault').querySelector('.row button').textContent = words.addFault
  find('clear-faults').textContent = words.clearFaults
  const methods = ['messages.send', 'messages.edit', 'users.get', 'docs.save', 'photos.saveMessagesPhoto']
  const places = ['upload', 'file', 'callback', 'longPoll'].map((name) => [name, words[name]])
  const option = ([value, textContent]) => element('option', { value, textContent })
  const all = [['*', words.anyMethod], ...methods.map((name) => [name, name]), ...places]
  find('new-fault').elements.place.replaceChildren(...all.map(option))
  find('new-fault').elements.kind.replaceChildren(...Object.entries(words.kinds).map(option))
}

const listen = () => {
  find('communities').onchange = (event) => {
    chosen.community = Number(event.target.value)
    void refresh()
  }
  find('new-person').onsubmit = async (event) => {
    event.preventDefault()
    const { name } = event.target.elements
    const done = await act({ act: 'createPerson', name: name.value.trim() })
    name.value = ''
    if (done) openChat(done.id)
    find('text').focus()
  }
  find('new-fault').onsubmit = (event) => {
    event.preventDefault()
    const { place, kind, times } = event.target.elements
    void act({ act: 'fault', place: place.value, kind: kind.value, times: times.value })
  }
  find('clear-faults').onclick = () => act({ act: 'clearFaults' })
  find('back').onclick = () => (find('page').dataset.view = 'list')
  find('start').onclick = () => ask(words.startPrompt, (ref) => ({ act: 'start', ref }))
  find('read').onclick = () => act({ act: 'read' })
  find('operator').onclick = () => ask(words.operatorPrompt, (text) => ({ act: 'operator', text }))
  find('permission').onclick = () => act({ act: person()?.standing === 'denied' ? 'allow' : 'deny' })
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
  const sample = ([kind, textContent]) => {
    const onclick = () => {
      find('attach').open = false
      void act({ act: 'sample', kind })
    }
    return element('button', { type: 'button', className: 'quiet', textContent, onclick })
  }
  find('samples').replaceChildren(...Object.entries(words.sampleNames).map(sample))
}

label()
listen()
await refresh()
new EventSource('/playground/live').onmessage = () => refresh()
