import { element } from './elements.js'
import { language, words } from './words.js'

const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })

/** One message as the person sees it; under those of the account stands what became of them. */
export const bubble = (message, account) => {
  const marks = [message.failure ?? words.states[message.state], time.format(new Date(message.at))]
  return element('article', { className: message.isOwn ? 'bubble own' : 'bubble' }, [
    ...content(message, account),
    element('bdi', { textContent: message.type === 'url' ? '' : (message.text ?? '') }),
    element('footer', {}, [element('time', { textContent: marks.filter(Boolean).join(' · ') })]),
  ])
}

const content = (message, account) => {
  const source = message.isOwn ? message.media : gotAddress(message, account)
  const line = otherContent(message)
  if (line) return [element('p', { className: 'meta', textContent: line })]
  if (!source) return []
  const isShown = message.isOwn || message.file.mime.startsWith('image/')
  if (message.type === 'picture' && isShown)
    return [element('img', { src: source, alt: words.sampleNames.picture })]
  if (message.type === 'sticker')
    return [element('img', { src: source, alt: words.sampleNames.sticker, className: 'sticker' })]
  if (message.type === 'video') return [element('video', { src: source, controls: true })]
  const name = element('bdi', { textContent: message.file_name ?? source })
  return [element('a', { href: source, target: '_blank', rel: 'noopener' }, [name])]
}

const gotAddress = ({ token, file }, account) =>
  file ? `/playground/got?account=${encodeURIComponent(account)}&token=${token}` : null

const otherContent = ({ type, contact, location }) => {
  if (contact) return `${contact.name} ${contact.phone_number}`
  if (location) return `${location.lat}, ${location.lon}`
  return ['text', 'picture', 'video', 'file', 'sticker', 'url'].includes(type)
    ? ''
    : words.sampleNames.unknown
}
