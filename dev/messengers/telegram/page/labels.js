import { element } from './elements.js'
import { language, words } from './words.js'

const find = (id) => document.getElementById(id)

/** Puts the words of the browser's language on the page. */
export const label = () => {
  document.documentElement.lang = language
  document.title = words.title
  find('bots').setAttribute('aria-label', words.bot)
  find('people').setAttribute('aria-label', words.people)
  find('chat').setAttribute('aria-label', words.chat)
  find('new-person').elements.name.placeholder = words.newName
  find('new-person').querySelector('button').textContent = words.create
  find('text').placeholder = words.placeholder
  find('text').setAttribute('aria-label', words.placeholder)
  for (const id of ['start', 'phone', 'rename', 'send']) find(id).textContent = words[id]
  find('attach').querySelector('summary').setAttribute('aria-label', words.documents)
  const [pictures, documents] = find('attach-menu').querySelectorAll('.item span')
  pictures.textContent = words.pictures
  documents.textContent = words.documents
  find('attach-menu').querySelector('.meta').textContent = words.samples
  find('editing').querySelector('button').textContent = words.cancel
  labelFaults()
}

const labelFaults = () => {
  find('faults').querySelector('summary').textContent = words.faults
  const names = [words.method, words.fault, words.times, words.onlyHere]
  find('new-fault')
    .querySelectorAll('label span')
    .forEach((span, index) => (span.textContent = names[index]))
  find('new-fault').querySelector('.row button').textContent = words.addFault
  find('clear-faults').textContent = words.clearFaults
  const methods = [
    'sendMessage',
    'sendPhoto',
    'sendDocument',
    'sendMediaGroup',
    'sendVoice',
    'getUpdates',
    'getFile',
  ]
  const places = [['*', words.anyMethod], ...methods.map((name) => [name, name])]
  places.push(['webhook', words.deliveryOfUpdates], ['file', words.fileDownload])
  const option = ([value, textContent]) => element('option', { value, textContent })
  find('new-fault').elements.method.replaceChildren(...places.map(option))
  find('new-fault').elements.kind.replaceChildren(...Object.entries(words.kinds).map(option))
}
