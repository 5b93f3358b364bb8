import { bubble } from './bubbles.js'
import { element } from './elements.js'
import { label, words } from './words.js'

const find = (id) => document.getElementById(id)
const chosen = { account: null, person: null }
let accounts = []
let shown = ''
let isAtEnd = true

const get = async (path) => (await fetch(`/playground/${path}`)).json()
const account = () => accounts.find(({ id }) => id === chosen.account)
const person = () => account()?.people.find(({ id }) => id === chosen.person)

/** Does one act; null when it was refused, and the page says why. */
const act = async (fields, files = []) => {
  const body = new FormData()
  const given = Object.entries({ person: chosen.person, ...fields }).filter(([, value]) => value !== null)
  for (const [name, value] of given) body.set(name, value)
  for (const file of files) body.append('file', file)
  const address = `/playground/act?account=${encodeURIComponent(chosen.account)}`
  const response = await fetch(address, { method: 'POST', body })
  const { done = null, problem } = await response.json()
  find('problem').hidden = response.ok
  find('problem').textContent = response.ok ? '' : `${words.problem}: ${problem}`
  return response.ok ? done : null
}

const refresh = async () => {
  accounts = await get('state')
  if (!account()) chosen.account = accounts[0]?.id ?? null
  showAccounts()
  showList()
  await showChat()
}

const showAccounts = () => {
  const options = accounts.map(({ id, name }) => element('option', { value: id, textContent: name }))
  find('accounts').replaceChildren(...options)
  find('accounts').value = chosen.account
  const current = account()
  if (!current) return
  const counts = [
    [words.pending, current.pending],
    [words.lost, current.lost],
  ].filter(([, count]) => count > 0)
  const marks = [current.webhook ?? words.noWebhook, ...counts.map(([name, count]) => `${name}: ${count}`)]
  find('account-state').textContent = marks.join(' · ')
  find('faults-waiting').textContent = `${words.faultsWaiting}: ${current.faultsWaiting}`
  const calls = current.calls.toReversed().map(({ method, outcome }) => `${method}: ${outcome}`)
  find('calls').replaceChildren(...calls.map((textContent) => element('li', { textContent })))
}

const showList = () => {
  const item = ({ id, name, last }) => {
    const button = element('button', { type: 'button', onclick: () => openChat(id) }, [
      element('bdi', { className: 'name', textContent: name }),
      element('bdi', { className: 'meta', textContent: last?.text ?? '' }),
    ])
    button.setAttribute('aria-current', String(id === chosen.person))
    return element('li', {}, [button])
  }
  find('list').replaceChildren(...(account()?.people ?? []).map(item))
}

const openChat = (id) => {
  chosen.person = id
  find('page').dataset.view = 'chat'
  shown = ''
  void refresh()
}

const showChat = async () => {
  const current = person()
  for (const id of ['open', 'read', 'receipts', 'phone', 'rename', 'block', 'send', 'text'])
    find(id).disabled = !current
  find('chat-name').textContent = current?.name ?? words.title
  find('receipts').value = current?.receipts ?? 'none'
  find('block').textContent = current?.isSubscribed ? words.block : words.subscribe
  const note = (textContent) => element('p', { className: 'meta', textContent })
  if (!current) return find('messages').replaceChildren(note(words.nobody))
  const query = new URLSearchParams(chosen)
  const messages = await get(`chat?${query}`)
  const key = JSON.stringify([chosen, messages])
  if (key === shown) return
  const box = find('messages')
  if (shown === '') isAtEnd = true
  shown = key
  const bubbles = messages.map((message) => bubble(message, chosen.account))
  box.replaceChildren(...(bubbles.length > 0 ? bubbles : [note(words.empty)]))
  keepAtEnd()
}

const keepAtEnd = () => {
  const box = find('messages')
  if (isAtEnd) box.scrollTop = box.scrollHeight
}

const ask = (question, suggestion, fields) => {
  const answer = prompt(question, suggestion)
  if (answer !== null) void act(fields(answer))
}

const sendText = async () => {
  const text = find('text').value
  if (text.trim() !== '' && (await act({ act: 'text', text })) !== null) find('text').value = ''
}

const sendFiles = async (event) => {
  const files = [...event.target.files]
  find('attach').open = false
  const done = await act({ act: 'files', text: find('text').value.trim() }, files)
  event.target.value = ''
  if (done !== null) find('text').value = ''
}

const createPerson = async (event) => {
  event.preventDefault()
  const { name } = event.target.elements
  const done = await act({ act: 'createPerson', name: name.value.trim() })
  if (done === null) return
  name.value = ''
  openChat(done.id)
}

const listen = () => {
  find('accounts').onchange = (event) => {
    Object.assign(chosen, { account: event.target.value, person: null })
    void refresh()
  }
  find('new-person').onsubmit = createPerson
  find('new-fault').onsubmit = (event) => {
    event.preventDefault()
    const { place, kind, times } = event.target.elements
    void act({ act: 'fault', place: place.value, kind: kind.value, times: times.value })
  }
  find('clear-faults').onclick = () => act({ act: 'clearFaults' })
  const box = find('messages')
  box.onscroll = () => (isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80)
  // A picture gets its height only when it is there.
  box.addEventListener('load', keepAtEnd, true)
  find('back').onclick = () => (find('page').dataset.view = 'list')
  find('open').onclick = () => ask(words.openPrompt, '', (context) => ({ act: 'open', context }))
  find('read').onclick = () => act({ act: 'read' })
  find('receipts').onchange = (event) => act({ act: 'receipts', receipts: event.target.value })
  find('phone').onclick = () => ask(words.phonePrompt, '+381605550142', (phone) => ({ act: 'phone', phone }))
  find('rename').onclick = () =>
    ask(words.renamePrompt, person()?.name ?? '', (name) => ({ act: 'rename', name }))
  find('block').onclick = () => act({ act: person()?.isSubscribed ? 'block' : 'subscribe' })
  find('files').onchange = sendFiles
  find('composer').onsubmit = (event) => {
    event.preventDefault()
    void sendText()
  }
  find('text').onkeydown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void sendText()
  }
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
find('text').placeholder = words.placeholder
listen()
await refresh()
new EventSource('/playground/live').onmessage = () => refresh()
