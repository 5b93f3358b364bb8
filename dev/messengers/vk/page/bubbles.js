import { action as button, element, reactionPicker } from './elements.js'
import { language, words } from './words.js'

const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })
/** VK knows reactions by their numbers. */
const reactions = Object.entries({ 4: '👍', 1: '❤', 2: '🔥', 9: '👎' })
const emojiOf = (number) => (number ? (Object.fromEntries(reactions)[number] ?? '★') : '')

/** One message as the person sees it; `actions` are what can be done with it. */
export const bubble = (message, [own, theirs] = [], actions) => {
  const isOwn = message.from_id > 0
  const marks = [emojiOf(theirs), message.update_time ? words.edited : '', time.format(message.date * 1000)]
  const footer = element('footer', {}, [
    ...(isOwn
      ? []
      : [reactionPicker(words.react, reactions, own, (number) => actions.react(message, number))]),
    button(words.reply, () => actions.reply(message)),
    ...(isOwn && message.text ? [button(words.edit, () => actions.edit(message))] : []),
    button(words.forward, () => actions.forward(message)),
    element('time', { textContent: marks.filter(Boolean).join(' ') }),
  ])
  return element('article', { className: isOwn ? 'bubble own' : 'bubble' }, [
    ...(message.reply_message ? [quote(message.reply_message)] : []),
    ...message.attachments.map(attachment),
    ...(message.geo ? [line(Object.values(message.geo.coordinates).join(', '))] : []),
    element('bdi', { textContent: message.text }),
    ...message.fwd_messages.map(quote),
    footer,
  ])
}

const line = (textContent) => element('p', { className: 'meta', textContent })
const quote = (message) => element('blockquote', { textContent: message.text || '…' })

const attachment = (item) => {
  const content = item[item.type]
  if (item.type === 'photo') {
    const url = content.orig_photo?.url ?? content.sizes.at(-1)?.url
    return element('img', { src: url, alt: words.sampleNames.photo })
  }
  if (item.type === 'sticker') {
    return element('img', {
      src: content.images.at(-1).url,
      alt: words.sampleNames.sticker,
      className: 'sticker',
    })
  }
  if (item.type === 'audio_message') return element('audio', { src: content.link_ogg, controls: true })
  if (item.type === 'doc') {
    return element('a', { href: content.url, target: '_blank', rel: 'noopener', textContent: content.title })
  }
  return line(`${item.type}: ${content.title ?? content.question ?? content.text ?? ''}`)
}
